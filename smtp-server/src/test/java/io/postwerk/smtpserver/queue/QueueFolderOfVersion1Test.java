package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue that an earlier build has written opens, and everything in it is read. {@code queue-1.zip} was written by
 * {@link #main} with the build before lib/rocksdb; its first half lies in table and blob files, its second half in the log.
 */
class QueueFolderOfVersion1Test {
    private static final int LARGE = 1_500_000;

    @TempDir
    Path directory;

    /** Writes the folder: {@code main DIRECTORY}. */
    public static void main(String[] arguments) throws QueueException {
        Path directory = Path.of(arguments[0]);
        try (RocksMailQueue queue = RocksMailQueue.open(directory, RocksMailQueueTest.SILENT, (id, problem) -> {})) {
            add(queue, mail(1, 0));
            add(queue, mail(2, 300_000));
            add(queue, mail(3, LARGE));
            add(queue, mail(4, 100));
        }
        try (RocksMailQueue queue = RocksMailQueue.open(directory, RocksMailQueueTest.SILENT, (id, problem) -> {})) {
            add(queue, mail(5, 5));
            add(queue, mail(6, LARGE + 1));
            QueuedMail delivered = mail(4, 100);
            QueueChange.Builder change = new QueueChange.Builder();
            delivered.recipients().forEach(recipient -> change.remove(delivered.id(), recipient.index()));
            queue.commit(change.finish(delivered.id(), 100).build());
            QueuedMail mail = mail(2, 300_000);
            queue.commit(new QueueChange.Builder()
                    .remove(mail.id(), 0)
                    .update(mail.id(), deferred(mail.recipients().get(1)))
                    .build());
        }
    }

    private static void add(MailQueue queue, QueuedMail mail) throws QueueException {
        queue.commit(QueueFixtures.added(mail, MessageSource.of(octets(mail.octets()))));
    }

    /** The mail of a number: several recipients, a null reverse-path for those that can be divided by three. */
    private static QueuedMail mail(int number, int octets) {
        List<QueuedRecipient> recipients = new ArrayList<>();
        for (int i = 0; i <= number % 3 + 1; i++) {
            recipients.add(QueuedRecipient.create(
                    i,
                    address("user" + i + "@example.org"),
                    address("Alias" + i + "@example.net"),
                    Destination.values()[(number + i) % Destination.values().length],
                    NOW.plusSeconds(number)));
        }
        return new QueuedMail(
                new MailId("0123456789abcdefghijklm" + number),
                NOW.plusSeconds(number),
                number % 3 == 0 ? Optional.empty() : Optional.of(address("sender@client.test")),
                number % 2 == 0,
                octets,
                recipients);
    }

    private static QueuedRecipient deferred(QueuedRecipient recipient) {
        return recipient
                .deferred(
                        new DeliveryFailure(
                                "mx.example.net", 451, new EnhancedCode(4, 3, 0), "later, s\u00e9rieusement"),
                        NOW.plusSeconds(60))
                .withDelayReported();
    }

    @Test
    void everythingIsRead() throws IOException {
        unpack();
        for (int opening = 1; opening <= 2; opening++) {
            List<String> corrupt = new ArrayList<>();
            try (RocksMailQueue queue = RocksMailQueue.open(
                    directory, RocksMailQueueTest.SILENT, (id, problem) -> corrupt.add(id + ": " + problem))) {
                QueuedMail first = mail(1, 0);
                QueuedMail second = mail(2, 300_000);
                QueuedMail third = mail(3, LARGE);
                QueuedMail fifth = mail(5, 5);
                QueuedMail sixth = mail(6, LARGE + 1);
                second = new QueuedMail(
                        second.id(),
                        second.arrived(),
                        second.reversePath(),
                        second.eightBit(),
                        second.octets(),
                        List.of(
                                deferred(second.recipients().get(1)),
                                second.recipients().get(2),
                                second.recipients().get(3)));
                List<QueuedMail> all = new ArrayList<>();
                queue.forEach(all::add);
                assertThat(all).containsExactly(first, second, third, fifth, sixth);
                for (QueuedMail mail : all) {
                    assertThat(queue.find(mail.id())).contains(mail);
                    try (MessageSource body = queue.body(mail)) {
                        assertThat(body.readAll()).isEqualTo(octets(mail.octets()));
                    }
                }
                assertThat(corrupt).isEmpty();
            }
        }
    }

    private void unpack() throws IOException {
        try (InputStream packed = getClass().getResourceAsStream("queue-1.zip");
                ZipInputStream zip = new ZipInputStream(packed)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static byte[] octets(long size) {
        StringBuilder text = new StringBuilder("Subject: hello\r\n\r\n");
        while (text.length() < size) {
            text.append("line after line ").append(text.length() >> 16).append("\r\n");
        }
        return text.substring(0, (int) size).getBytes(StandardCharsets.US_ASCII);
    }
}
