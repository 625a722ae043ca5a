package io.postwerk.smtpserver.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtpserver.queue.RocksMailQueue;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RFC 5321 6.1: the reply 250 takes the responsibility, so it comes after the sync; seen at a whole session. */
@Timeout(60)
class SyncBeforeReplyTest {
    /** Holds the committer in the moment after a batch was written and before anybody hears of it. */
    private static final class Gate implements CommitObserver {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);
        private volatile boolean synced;

        @Override
        public void committed(int changes, boolean withSync, long nanos) {
            if (changes > 0 && withSync) {
                synced = true;
                reached.countDown();
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void failed(int changes, Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    @TempDir
    Path directory;

    @Test
    void noReplyBeforeTheSync() throws Exception {
        Gate gate = new Gate();
        try (RocksMailQueue queue = RocksMailQueue.open(directory, gate, (id, problem) -> {})) {
            Receiving receiving = new Receiving().into(queue);
            ScriptedConnection connection = new ScriptedConnection(
                    List.of(new Turn.Input("""
                    HELO client.example
                    MAIL FROM:<someone@client.example>
                    RCPT TO:<info@example.org>
                    DATA
                    Subject: hello

                    text
                    .
                    """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII))));
            Thread session = Thread.ofVirtual().start(() -> {
                try {
                    receiving.server(Protocol.SMTP).handle(connection);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(gate.reached.await(30, TimeUnit.SECONDS)).isTrue();
            // The mail is synced, the committer has not said so: the session still waits.
            awaitWaiting(session);
            assertThat(gate.synced).isTrue();
            assertThat(connection.sent()).contains("354 ").doesNotContain("queued as");
            assertThat(receiving.scheduled).isEmpty();
            gate.opened.countDown();
            session.join();
            assertThat(connection.sent()).contains("250 2.0.0 Ok: queued as ");
            assertThat(receiving.scheduled).hasSize(1);
        }
    }

    private static void awaitWaiting(Thread session) {
        while (session.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
