package io.postwerk.tests.siege;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** What clients that send and append to two users were told. Each mail has an id of its own, which is its subject. */
final class Ledger {
    static final int USERS = 2;

    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Pattern ID = Pattern.compile("(?m)^Subject: (\\S+)$");

    /** Where in time something was acknowledged, as whoever asks counts it. */
    interface Position {
        long now() throws IOException;
    }

    /**
     * One mail for one user that the client was told is safe.
     *
     * @param position when the client had heard it
     */
    record Acknowledged(String user, String id, long position) {}

    /**
     * @param gone those that were acknowledged and are nowhere
     * @param copied ids of those that are there more than once
     */
    record Missing(List<Acknowledged> gone, List<String> copied) {
        boolean none() {
            return gone.isEmpty() && copied.isEmpty();
        }

        int lost() {
            return gone.size();
        }

        int twice() {
            return copied.size();
        }
    }

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final String series;
    private final Position position;

    /** @param series begins the ids: no two ledgers of a test have the same */
    Ledger(String series, Position position) {
        this.series = series;
        this.position = position;
    }

    int size() {
        return acknowledged.size();
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Clients at work, until this is closed. */
    Load load() {
        return new Load();
    }

    /** The id of a mail, whose header this is or begins with. */
    static List<String> ids(String text) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(text.replace("\r\n", "\n"));
        while (matcher.find()) ids.add(matcher.group(1));
        return ids;
    }

    /**
     * Compares with what is there.
     *
     * @param until only what was acknowledged by then is expected
     * @param copies how often each mail lies in a user's mailbox, by user
     * @param queued ids of mails that are still on their way, by user
     */
    Missing compare(long until, Map<String, Map<String, Integer>> copies, Map<String, Set<String>> queued) {
        List<Acknowledged> gone = acknowledged.stream()
                .filter(one -> one.position() <= until)
                .filter(one -> !copies.getOrDefault(one.user(), Map.of()).containsKey(one.id())
                        && !queued.getOrDefault(one.user(), Set.of()).contains(one.id()))
                .toList();
        List<String> copied = copies.values().stream()
                .flatMap(user -> user.entrySet().stream())
                .filter(copy -> copy.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        return new Missing(gone, copied);
    }

    /** Waits until everything has been delivered, as far as it is; then counts in the mailboxes over IMAP. */
    Missing settle() {
        Missing[] last = {new Missing(acknowledged(), List.of())};
        try {
            await("what was acknowledged arrives")
                    .atMost(SETTLED)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> {
                        last[0] = count();
                        return last[0].gone().isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            // The figure says so.
        }
        return last[0];
    }

    private Missing count() throws IOException {
        Map<String, Map<String, Integer>> copies = new HashMap<>();
        for (int user = 0; user < USERS; user++) {
            Map<String, Integer> there = new HashMap<>();
            try (Client client = Client.inbox("127.0.0.1", Manifests.user(user))) {
                for (String id : ids(client.ok("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]")))
                    there.merge(id, 1, Integer::sum);
            }
            copies.put(Manifests.user(user), there);
        }
        return compare(Long.MAX_VALUE, copies, Map.of());
    }

    /** Clients that send one mail after another, and go on whatever happens to the programs. */
    final class Load implements AutoCloseable {
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean going = true;

        private interface Session {
            void run() throws IOException;
        }

        private Load() {
            for (int i = 0; i < 3; i++) {
                int number = i;
                // One mailbox: the client waits for the delivery. Two: by way of the queue.
                repeat(() -> send(number, Manifests.user(number % USERS)));
                repeat(() -> send(number + 3, Manifests.user(0), Manifests.user(1)));
            }
            for (int i = 0; i < USERS; i++) {
                int number = i;
                repeat(() -> append(number));
            }
        }

        private void repeat(Session session) {
            clients.submit(() -> {
                while (going) {
                    try {
                        session.run();
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
                    String id = series + "smtp-" + next.incrementAndGet();
                    String message = "Subject: " + id + "\r\n\r\n" + "text ".repeat(100);
                    if (!client.send("you@elsewhere.test", message, recipients).startsWith("250")) return;
                    for (String recipient : recipients) acknowledge(recipient, id);
                }
            }
        }

        private void append(int user) throws IOException {
            try (Client client = Client.inbox(Client.address(user + 20), Manifests.user(user))) {
                while (going) {
                    String id = series + "append-" + next.incrementAndGet();
                    // Some are large enough to lie in more than one piece.
                    String text = "text ".repeat(user == 0 && next.get() % 16 == 0 ? 40_000 : 800);
                    String message = "Subject: " + id + "\r\n\r\n" + text;
                    client.ok("APPEND INBOX {" + message.length() + "+}\r\n" + message);
                    acknowledge(Manifests.user(user), id);
                }
            }
        }

        private void acknowledge(String user, String id) throws IOException {
            acknowledged.add(new Acknowledged(user, id, position.now()));
        }

        @Override
        public void close() {
            going = false;
            clients.close();
        }
    }
}
