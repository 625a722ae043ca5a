package io.postwerk.tests.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Guesses at passwords from one address: the right one still gets in from there, and who was known before need not wait. */
final class PasswordGuessing implements Attack {
    private static final int GUESSERS = 20;
    private static final Duration LASTS = Duration.ofSeconds(15);
    private static final String ADDRESS = "127.1.1.1";
    private static final long REMEMBERED_MILLISECONDS = 1_000;
    private static final long RIGHT_MILLISECONDS = 30_000;

    @Override
    public String name() {
        return "guessing";
    }

    @Override
    public int users() {
        return 3;
    }

    @Override
    public void run(Siege siege) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        login(Manifests.user(0));
        long end = System.nanoTime() + LASTS.toNanos();
        long[] waited = new long[2];
        siege.watched(() -> {
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < GUESSERS; i++) {
                clients.add(() -> {
                    while (System.nanoTime() < end) guess(refused, end);
                    return null;
                });
            }
            clients.add(() -> {
                TimeUnit.NANOSECONDS.sleep(LASTS.toNanos() / 2);
                waited[0] = login(Manifests.user(0));
                waited[1] = login(Manifests.user(2));
                return null;
            });
            return siege.all(clients);
        });
        siege.figure(
                "guesses in a second: " + refused.get() / LASTS.toSeconds(),
                "20",
                refused.get() / LASTS.toSeconds() <= 20);
        siege.figure(
                "a remembered password from there: " + waited[0] + " ms",
                REMEMBERED_MILLISECONDS + " ms",
                waited[0] <= REMEMBERED_MILLISECONDS);
        within(siege, "a right password from there for the first time", waited[1]);
        within(siege, "the right password of whom they guessed at, afterwards", login(Manifests.user(1)));
    }

    private static void within(Siege siege, String whose, long waited) {
        siege.figure(whose + ": " + waited + " ms", RIGHT_MILLISECONDS + " ms", waited <= RIGHT_MILLISECONDS);
    }

    /** Milliseconds until a login with the right password was answered with OK. */
    private static long login(String user) throws IOException {
        long start = System.nanoTime();
        Client.imap(ADDRESS, user).close();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void guess(AtomicInteger refused, long end) {
        try (Client client = Client.connect(ADDRESS, Manifests.IMAP)) {
            client.expectWithin(LASTS);
            client.line();
            while (System.nanoTime() < end) {
                String answer = client.tagged("LOGIN " + Manifests.user(1) + " guess" + refused.get());
                if (answer.contains(" NO ")) refused.incrementAndGet();
            }
        } catch (IOException e) {
            // Sent away: it comes again.
        }
    }
}
