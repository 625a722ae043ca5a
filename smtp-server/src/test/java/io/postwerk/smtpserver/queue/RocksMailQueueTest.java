package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.added;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static io.postwerk.smtpserver.queue.QueueFixtures.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.Writes;
import io.postwerk.testkit.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksMailQueueTest extends MailQueueContract {
    static final CommitObserver SILENT = CommitObserver.NONE;

    @TempDir
    Path directory;

    private final List<String> corrupt = new ArrayList<>();

    @Override
    RocksMailQueue open() throws QueueException {
        return RocksMailQueue.open(
                directory.resolve("queue"), SILENT, (id, problem) -> corrupt.add(id + ": " + problem));
    }

    @Test
    void keepsMailOverARestart() throws Exception {
        QueuedMail small = mail(5, "alice@example.org");
        QueuedMail large = mail(2_000_000, "bob@example.org");
        queue.commit(added(small, body("hello")));
        queue.commit(added(large, MessageSource.of(new byte[2_000_000])));
        queue.close();
        queue = open();
        assertThat(all()).containsExactly(small, large);
        assertThat(queue.body(large).readAll()).isEqualTo(new byte[2_000_000]);
        assertThat(corrupt).isEmpty();
    }

    @Test
    void saysThatAnotherProcessHasTheDirectory() {
        assertThatThrownBy(this::open)
                .isInstanceOf(QueueException.class)
                .hasMessageContaining(directory.resolve("queue").toString())
                .hasMessageContaining("in use by another process");
    }

    @Test
    void refusesAFormatItDoesNotKnow() throws Exception {
        queue.close();
        try (Database database = Database.open(RocksMailQueue.settings(directory.resolve("queue")))) {
            database.put(database.meta(), ascii("format"), ascii("2"));
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(QueueException.class)
                .hasMessageContaining("has format 2")
                .hasMessageContaining("reads up to format 1");
    }

    @Test
    void skipsAndReportsARecordItCannotRead() throws Exception {
        QueuedMail good = mail(1, "alice@example.org");
        QueuedMail bad = mail(1, "bob@example.org");
        queue.commit(added(bad, body("x")));
        queue.commit(added(good, body("y")));
        queue.close();
        try (Database database = Database.open(RocksMailQueue.settings(directory.resolve("queue")))) {
            database.put(database.family("envelopes"), bad.id().toBytes(), ascii("?"));
        }
        queue = open();
        assertThat(all()).containsExactly(good);
        assertThat(queue.find(bad.id())).isEmpty();
        assertThat(corrupt).first().asString().startsWith(bad.id() + ": ");
    }

    @Test
    void sweepsTheChunksOfABodyWhoseEnvelopeNeverCame() throws Exception {
        QueuedMail lost = mail(2_000_000, "bob@example.org");
        QueuedMail kept = mail(2_000_000, "bob@example.org");
        queue.commit(added(lost, MessageSource.of(new byte[2_000_000])));
        queue.commit(added(kept, MessageSource.of(new byte[2_000_000])));
        queue.close();
        try (Database database = Database.open(RocksMailQueue.settings(directory.resolve("queue")))) {
            // As a crash between the chunks and the envelope leaves it.
            try (Writes writes = new Writes(100)) {
                writes.delete(database.family("envelopes"), lost.id().toBytes());
                database.write(writes, true);
            }
            byte[] marker = new byte[16];
            marker[0] = 's';
            System.arraycopy(lost.id().toBytes(), 0, marker, 1, 15);
            database.put(database.meta(), marker, new byte[] {0, 0, 0, 0, 0, 0x1E, (byte) 0x84, (byte) 0x80});
        }
        queue = open();
        queue.close();
        try (Database database = Database.open(RocksMailQueue.settings(directory.resolve("queue")))) {
            assertThat(database.get(database.family("bodies"), QueueRecords.key(lost.id(), 0)))
                    .isEmpty();
            assertThat(database.get(database.family("bodies"), QueueRecords.key(lost.id(), 7)))
                    .isEmpty();
            assertThat(database.get(database.family("bodies"), QueueRecords.key(kept.id(), 7)))
                    .isPresent();
            assertThat(database.lastKeyUpTo(database.meta(), new byte[] {'s', -1}))
                    .hasValueSatisfying(key -> assertThat(key).isEqualTo(ascii("format")));
        }
    }

    @Test
    void saysThatAcknowledgedMailWasLost() throws Exception {
        QueuedMail kept = mail(1, "alice@example.org");
        queue.commit(added(kept, body("x")));
        Path left = directory.resolve("left");
        SmallDisk.copy(directory.resolve("queue"), left);
        queue.commit(added(mail(1, "bob@example.org"), body("y")));
        // All is as it was before, but for the mark of what was synced.
        Files.copy(
                directory.resolve("queue").resolve("synced"),
                left.resolve("synced"),
                StandardCopyOption.REPLACE_EXISTING);
        for (int opened = 0; opened < 2; opened++) {
            try (RocksMailQueue found = RocksMailQueue.open(left, SILENT, (id, problem) -> corrupt.add(problem))) {
                assertThat(found.loss().times()).isEqualTo(1);
                assertThat(found.loss().records()).isGreaterThanOrEqualTo(3);
                assertThat(found.find(kept.id())).contains(kept);
            }
        }
        queue.close();
        RocksMailQueue whole = open();
        queue = whole;
        assertThat(whole.loss().happened()).isFalse();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
