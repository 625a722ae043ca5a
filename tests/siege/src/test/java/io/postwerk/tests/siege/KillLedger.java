package io.postwerk.tests.siege;

import static org.awaitility.Awaitility.await;

import io.postwerk.config.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** kill -9 of any program under load, again and again: what was acknowledged is there, and once. */
final class KillLedger implements Attack {
    private static final int KILLS = 50;
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Pattern ID = Pattern.compile("(?m)^Subject: (\\S+)$");

    /** What is killed at once; the servers more often than the sidecar, which stores nothing. */
    private static final List<List<Program>> VICTIMS = List.of(
            List.of(Program.SMTP_SERVER),
            List.of(Program.IMAP_SERVER),
            List.of(Program.SMTP_SERVER, Program.IMAP_SERVER),
            List.of(Program.SMTP_SERVER),
            List.of(Program.IMAP_SERVER),
            List.of(Program.SMTP_SERVER, Program.IMAP_SERVER, Program.AUTH_SIDECAR));

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public int users() {
        return 2;
    }

    @Override
    public boolean endsPrograms() {
        return true;
    }

    @Override
    public void run(Siege siege) throws Exception {
        Programs programs = siege.programs();
        Random random = new Random(9);
        Ledger ledger = new Ledger();
        int kills = 0;
        try (ledger) {
            ledger.begin();
            while (kills < KILLS) {
                int target = ledger.acknowledged() + 20 + random.nextInt(60);
                await("mail flows").atMost(SETTLED).until(() -> ledger.acknowledged() >= target);
                List<Program> victims = VICTIMS.get(kills % VICTIMS.size());
                for (Program program : victims) {
                    programs.kill(program);
                    kills++;
                }
                for (Program program : victims) programs.launch(program);
                for (Program program : victims) programs.awaitReady(program);
            }
        }
        Missing missing = ledger.settle();
        siege.figure("kill -9: " + kills, "at least " + KILLS, kills >= KILLS);
        siege.figure(
                "acknowledged: " + ledger.acknowledged() + ", lost: " + missing.lost() + ", twice: " + missing.twice(),
                "0 lost, 0 twice",
                missing.lost() + missing.twice() == 0);
    }

    /**
     * @param lost how many copies that were acknowledged are nowhere
     * @param twice how many are there more than once
     */
    private record Missing(long lost, long twice) {}

    /** Clients that send and append, and what they were told. Each mail has an id of its own, which is its subject. */
    private static final class Ledger implements AutoCloseable {
        private final Map<String, Queue<String>> expected = new HashMap<>();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean going = true;

        private interface Session {
            void go() throws IOException;
        }

        Ledger() {
            for (int user = 0; user < 2; user++) expected.put(Manifests.user(user), new ConcurrentLinkedQueue<>());
        }

        void begin() {
            for (int i = 0; i < 4; i++) {
                int number = i;
                // One mailbox: handed on while the client waits. Two: by way of the queue.
                repeat(() -> send(number, Manifests.user(number % 2)));
                repeat(() -> send(number + 4, Manifests.user(0), Manifests.user(1)));
            }
            for (int i = 0; i < 2; i++) {
                int number = i;
                repeat(() -> append(number));
            }
        }

        private void repeat(Session session) {
            clients.submit(() -> {
                while (going) {
                    try {
                        session.go();
                    } catch (IOException | AssertionError e) {
                        // Not acknowledged: whether it is there is open. The program may be starting.
                        pause();
                    }
                }
            });
        }

        private static void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void send(int number, String... recipients) throws IOException {
            try (Client client = Client.smtp(Client.address(number), Manifests.SMTP)) {
                for (int i = 0; i < 20 && going; i++) {
                    String id = "smtp-" + next.incrementAndGet();
                    if (!client.send(
                                    "you@elsewhere.test",
                                    "Subject: " + id + "\r\n\r\n" + "text ".repeat(200),
                                    recipients)
                            .startsWith("250")) return;
                    for (String recipient : recipients) acknowledge(recipient, id);
                }
            }
        }

        private void append(int user) throws IOException {
            try (Client client = Client.inbox(Client.address(user + 20), Manifests.user(user))) {
                while (going) {
                    String id = "append-" + next.incrementAndGet();
                    String message = "Subject: " + id + "\r\n\r\n" + "text ".repeat(1_000);
                    client.ok("APPEND INBOX {" + message.length() + "+}\r\n" + message);
                    acknowledge(Manifests.user(user), id);
                }
            }
        }

        private void acknowledge(String user, String id) {
            expected.get(user).add(id);
            acknowledged.incrementAndGet();
        }

        int acknowledged() {
            return acknowledged.get();
        }

        /** Waits until the queue has delivered everything, then counts. */
        Missing settle() {
            Missing[] last = {new Missing(acknowledged(), 0)};
            try {
                await("what was acknowledged arrives")
                        .atMost(SETTLED)
                        .pollInterval(Duration.ofMillis(500))
                        .ignoreExceptions()
                        .until(() -> {
                            last[0] = count();
                            return last[0].lost() == 0;
                        });
            } catch (ConditionTimeoutException e) {
                // The figure says so.
            }
            return last[0];
        }

        private Missing count() throws IOException {
            long lost = 0;
            long twice = 0;
            for (Map.Entry<String, Queue<String>> user : expected.entrySet()) {
                Map<String, Integer> copies = new HashMap<>();
                try (Client client = Client.inbox("127.0.0.1", user.getKey())) {
                    Matcher ids = ID.matcher(client.ok("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]"));
                    while (ids.find()) copies.merge(ids.group(1), 1, Integer::sum);
                }
                for (String id : user.getValue()) lost += copies.containsKey(id) ? 0 : 1;
                twice += copies.values().stream().filter(count -> count > 1).count();
            }
            return new Missing(lost, twice);
        }

        @Override
        public void close() {
            going = false;
            clients.close();
        }
    }
}
