package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledged mail arrives exactly once, whichever program is killed in between. */
@ExtendWith(OwnPorts.class)
class DurabilityTest {
    private static final int SENDERS = 8;

    @TempDir
    Path folder;

    private Instance instance;

    @BeforeEach
    void start() throws IOException {
        instance = Instance.quickstart(folder);
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap-server", "smtp-server", "auth-sidecar", "smtp-server imap-server auth-sidecar"})
    void killedUnderLoadLosesNothingAcknowledged(String programs) throws Exception {
        try (Load load = new Load(List.of(Mailboxes.ALICE, "info@example.org"))) {
            for (int round = 1; round <= 2; round++) {
                int target = load.acknowledged().size() + 60;
                await("mail flows")
                        .atMost(Instance.TIMEOUT)
                        .until(() -> load.acknowledged().size() >= target);
                for (String program : programs.split(" ")) instance.kill(program);
            }
            int target = load.acknowledged().size() + 60;
            await("mail flows again")
                    .atMost(Instance.TIMEOUT)
                    .until(() -> load.acknowledged().size() >= target);
        }
        // info reaches alice too, so that everything acknowledged is hers.
        assertArrivedOnce(Mailboxes.ALICE, acknowledged);
    }

    @Test
    void mailForAnAbsentImapServerIsQueuedAndArrivesOnce() throws Exception {
        // Stopped during deliveries: they hang, and it is unknown what was stored.
        instance.signal("imap-server", "STOP");
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String subject = "while away " + i;
            assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.ALICE, subject))
                    .startsWith("250");
            sent.add(subject);
        }
        instance.signal("imap-server", "CONT");
        assertArrivedOnce(Mailboxes.ALICE, sent);
    }

    @Test
    void theQueueOutlivesAKilledSmtpServer() throws Exception {
        instance.signal("imap-server", "STOP");
        assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.BOB, "queued and killed"))
                .startsWith("250");
        instance.kill("smtp-server");
        instance.signal("imap-server", "CONT");
        assertArrivedOnce(Mailboxes.BOB, Set.of("queued and killed"));
    }

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    private static void assertArrivedOnce(String user, Collection<String> expected) {
        await("everything acknowledged has arrived")
                .atMost(Instance.TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Mailboxes.subjects(user)).containsAll(expected));
        List<String> subjects = Mailboxes.subjectsOrFail(user);
        Set<String> twice = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (String subject : subjects) if (!seen.add(subject) && expected.contains(subject)) twice.add(subject);
        // A client that got no answer may send again under a new subject; an acknowledged one is there exactly once.
        assertThat(twice).isEmpty();
    }

    /** Clients that send one message after another, each under a subject of its own, and note what was acknowledged. */
    private final class Load implements AutoCloseable {
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final AtomicInteger next = new AtomicInteger();
        private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

        Load(List<String> recipients) {
            for (int i = 0; i < SENDERS; i++) {
                String recipient = recipients.get(i % recipients.size());
                senders.submit(() -> {
                    while (going.get()) {
                        String subject = "load " + next.incrementAndGet();
                        try {
                            if (Mailboxes.send("you@elsewhere.test", recipient, subject)
                                    .startsWith("250")) acknowledged.add(subject);
                        } catch (IOException | StringIndexOutOfBoundsException e) {
                            // not acknowledged: whether it arrives is open
                        }
                    }
                });
            }
        }

        Queue<String> acknowledged() {
            return acknowledged;
        }

        @Override
        public void close() {
            going.set(false);
            senders.close();
        }
    }
}
