package io.postwerk.tests.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** One client asks which addresses there are, over many sessions at once. */
final class AddressProbing implements Attack {
    private static final int SESSIONS = 20;
    private static final Duration LASTS = Duration.ofSeconds(10);
    private static final int BATCH = 50;
    private static final int BOUND = 100;

    @Override
    public String name() {
        return "probing";
    }

    @Override
    public void run(Siege siege) throws Exception {
        AtomicInteger learned = new AtomicInteger();
        long end = System.nanoTime() + LASTS.toNanos();
        siege.watched(() -> {
            List<Callable<Void>> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(() -> {
                    while (System.nanoTime() < end) probe(learned, end);
                    return null;
                });
            }
            return siege.all(sessions);
        });
        long each = learned.get() / LASTS.toSeconds();
        siege.figure("addresses that one client learns in a second: " + each, String.valueOf(BOUND), each <= BOUND);
    }

    private static void probe(AtomicInteger learned, long end) {
        try (Client client = Client.smtp("127.1.1.1", Manifests.SMTP)) {
            client.expectWithin(LASTS);
            client.write("MAIL FROM:<you@elsewhere.test>\r\n");
            client.reply();
            while (System.nanoTime() < end) {
                StringBuilder batch = new StringBuilder();
                for (int i = 0; i < BATCH; i++)
                    batch.append("RCPT TO:<nobody").append(i).append("@example.org>\r\n");
                client.write(batch.toString());
                for (int i = 0; i < BATCH; i++) {
                    if (client.reply().startsWith("550") && System.nanoTime() < end) learned.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // Sent away: it comes again.
        }
    }
}
