package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.added;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static io.postwerk.smtpserver.queue.QueueFixtures.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MailQueue} does. */
abstract class MailQueueContract {
    protected MailQueue queue;

    abstract MailQueue open() throws Exception;

    @BeforeEach
    void openQueue() throws Exception {
        queue = open();
    }

    @AfterEach
    void closeQueue() {
        queue.close();
    }

    List<QueuedMail> all() throws QueueException {
        List<QueuedMail> all = new ArrayList<>();
        queue.forEach(all::add);
        return all;
    }

    @Test
    void givesBackWhatWasAdded() throws Exception {
        QueuedMail mail = mail(5, "alice@example.org", "Bob@Example.org");
        queue.commit(added(mail, body("hello")));
        assertThat(queue.find(mail.id())).contains(mail);
        try (MessageSource body = queue.body(mail)) {
            assertThat(body.readAll()).asString().isEqualTo("hello");
        }
        assertThat(all()).containsExactly(mail);
    }

    @Test
    void keepsEveryFieldOfAMail() throws Exception {
        QueuedRecipient deferred = new QueuedRecipient(
                7,
                address("\"odd \\\" one\"@example.org"),
                address("Info@EXAMPLE.org"),
                Destination.REMOTE,
                3,
                NOW.plusMillis(1),
                true,
                Optional.of(new DeliveryFailure(
                        "mx.example.net", 451, new EnhancedCode(4, 3, 0), "later, s\u00e9rieusement")));
        QueuedMail mail =
                new QueuedMail(MailId.create(5), NOW.minusMillis(7), Optional.empty(), true, 0, List.of(deferred));
        queue.commit(added(mail, body("")));
        QueuedMail found = queue.find(mail.id()).orElseThrow();
        assertThat(found).isEqualTo(mail);
        assertThat(found.recipients().getFirst().original()).hasToString("Info@example.org");
        assertThat(queue.body(found).readAll()).isEmpty();
    }

    @Test
    void showsMailsInTheOrderOfArrival() throws Exception {
        List<MailId> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            QueuedMail mail = mail(1, "alice@example.org");
            ids.add(mail.id());
            queue.commit(added(mail, body("x")));
        }
        assertThat(all()).extracting(QueuedMail::id).containsExactlyElementsOf(ids);
    }

    @Test
    void updatesOneRecipientAndLeavesTheOthers() throws Exception {
        QueuedMail mail = mail(1, "a@example.org", "b@example.org", "c@example.org");
        queue.commit(added(mail, body("x")));
        QueuedRecipient later = mail.recipients()
                .get(1)
                .deferred(new DeliveryFailure("", 451, new EnhancedCode(4, 4, 1), "no"), NOW.plusSeconds(9));
        queue.commit(new QueueChange.Builder().update(mail.id(), later).build());
        assertThat(queue.find(mail.id()).orElseThrow().recipients())
                .containsExactly(
                        mail.recipients().get(0), later, mail.recipients().get(2));
        queue.commit(new QueueChange.Builder().remove(mail.id(), 0).build());
        assertThat(queue.find(mail.id()).orElseThrow().recipients())
                .containsExactly(later, mail.recipients().get(2));
    }

    @Test
    void forgetsAFinishedMailAndItsBody() throws Exception {
        QueuedMail mail = mail(5, "alice@example.org");
        queue.commit(added(mail, body("hello")));
        queue.commit(new QueueChange.Builder()
                .remove(mail.id(), 0)
                .finish(mail.id(), 5)
                .build());
        assertThat(queue.find(mail.id())).isEmpty();
        assertThat(all()).isEmpty();
        assertThatThrownBy(() -> queue.body(mail).readAll()).isInstanceOf(IOException.class);
    }

    @Test
    void findsNothingUnderAnUnknownId() throws Exception {
        queue.commit(added(mail(1, "alice@example.org"), body("x")));
        assertThat(queue.find(MailId.create(1))).isEmpty();
        assertThat(queue.find(MailId.create(Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void replacesAMailByItsBounceInOneChange() throws Exception {
        QueuedMail failed = mail(5, "gone@example.org");
        queue.commit(added(failed, body("hello")));
        QueuedMail bounce = mail(6, "sender@client.test");
        queue.commit(new QueueChange.Builder()
                .add(bounce, body("sorry!"))
                .remove(failed.id(), 0)
                .finish(failed.id(), 5)
                .build());
        assertThat(all()).containsExactly(bounce);
    }

    @Test
    void appliesNothingOfAChangeWhoseBodyCannotBeRead() throws Exception {
        QueuedMail old = mail(1, "alice@example.org");
        queue.commit(added(old, body("x")));
        for (int octets : new int[] {3, 3_000_000}) {
            QueuedMail broken = mail(octets, "bob@example.org");
            QueueChange change = new QueueChange.Builder()
                    .remove(old.id(), 0)
                    .finish(old.id(), 1)
                    .add(broken, new BrokenSource(octets))
                    .build();
            assertThatThrownBy(() -> queue.commit(change)).isInstanceOf(QueueException.class);
            assertThat(all()).containsExactly(old);
        }
    }

    @Test
    void refusesABodyOfAnotherSize() {
        QueuedMail mail = mail(4, "alice@example.org");
        assertThatThrownBy(() -> queue.commit(added(mail, body("12345")))).isInstanceOf(QueueException.class);
    }

    @Test
    void readsLargeBodiesFromAnyPosition() throws Exception {
        Random random = new Random(7);
        for (int size : new int[] {1, 262_143, 262_144, 262_145, 1_048_576, 1_048_577, 3_000_001}) {
            byte[] octets = new byte[size];
            random.nextBytes(octets);
            QueuedMail mail = mail(size, "alice@example.org");
            queue.commit(added(mail, MessageSource.of(octets)));
            MessageSource body = queue.body(mail);
            assertThat(body.size()).isEqualTo(size);
            assertThat(body.readAll()).isEqualTo(octets);
            for (int i = 0; i < 20; i++) {
                int position = random.nextInt(size);
                ByteBuffer target = ByteBuffer.allocate(1 + random.nextInt(1000));
                int read = body.read(position, target);
                assertThat(read).isPositive();
                assertThat(target.array()).startsWith(Arrays.copyOfRange(octets, position, position + read));
            }
            assertThat(body.read(size, ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void takesChangesOfManyThreads() throws Exception {
        int each = 40;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        QueuedMail mail = mail(3, "alice@example.org", "bob@example.org");
                        queue.commit(added(mail, body("abc")));
                        queue.commit(
                                new QueueChange.Builder().remove(mail.id(), 0).build());
                        if (i % 2 == 0) {
                            queue.commit(new QueueChange.Builder()
                                    .remove(mail.id(), 1)
                                    .finish(mail.id(), 3)
                                    .build());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        }
        assertThat(all())
                .hasSize(16 * each / 2)
                .allSatisfy(mail -> assertThat(mail.recipients()).hasSize(1));
    }

    @Test
    void keepsTheLastOfSeveralUpdates() throws Exception {
        QueuedMail mail = mail(1, "alice@example.org");
        queue.commit(added(mail, body("x")));
        QueuedRecipient recipient = mail.recipients().getFirst();
        for (int i = 0; i < 100; i++) {
            recipient = recipient.deferred(new DeliveryFailure("", 451, new EnhancedCode(4, 0, 0), "n" + i), NOW);
            queue.commit(new QueueChange.Builder().update(mail.id(), recipient).build());
        }
        assertThat(queue.find(mail.id()).orElseThrow().recipients()).containsExactly(recipient);
    }

    @Test
    void refusesChangesOnceClosed() {
        queue.close();
        assertThatThrownBy(() -> queue.commit(added(mail(1, "alice@example.org"), body("x"))))
                .isInstanceOf(QueueException.class);
    }

    /** Ends a read with an error once it is past the first half. */
    private record BrokenSource(long size) implements MessageSource {
        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            if (position >= size / 2) {
                throw new IOException("disk gone");
            }
            int length = (int) Math.min(target.remaining(), size / 2 - position);
            target.put(new byte[length]);
            return length;
        }

        @Override
        public void close() {}
    }
}
