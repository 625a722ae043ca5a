package io.postwerk.store.rocksdb;

import io.postwerk.mail.MessageSource;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.StoreFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of its own that appends messages, and says of each that is acknowledged {@code number uid}, after {@code late} if
 * it was begun when another had been refused. It ends when the store takes no more, after {@code failed}; usually it is
 * killed before. {@code AppendingProcess DIRECTORY FIRST}.
 */
final class AppendingProcess {
    static final MailboxId MAILBOX = new MailboxId("user");
    private static final int THREADS = 8;

    /** Somebody was refused: no append that begins now may be acknowledged. */
    private static volatile boolean failure;

    private AppendingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(TestStores.settings(Path.of(args[0])))) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                threads.add(Thread.ofVirtual().start(() -> append(store, next)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void append(RocksDbMailboxStore store, AtomicInteger next) {
        while (true) {
            int number = next.getAndIncrement();
            boolean begunAfterFailure = failure;
            switch (store.append(request(number))) {
                case AppendResult.Appended appended ->
                    say((begunAfterFailure ? "late " : "") + number + " " + appended.uid());
                case StoreFailed failed -> {
                    failure = true;
                    say("failed " + failed.reason());
                    return;
                }
                default -> throw new AssertionError("unexpected answer");
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static AppendRequest request(int number) {
        return AppendRequest.delivery(
                MAILBOX,
                MessageSource.of(contents(number)),
                Optional.of(new DeliveryId("delivery-" + number)),
                QuotaLimits.NONE);
    }

    /** Every message is another; some are written in chunks. */
    static byte[] contents(int number) {
        int size = number % 20 == 0 ? 600_000 : 1_000 + number % 7;
        StringBuilder text = new StringBuilder("Subject: " + number + "\r\n\r\n");
        while (text.length() < size) {
            text.append(number).append(" times something\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A started process, and what it says. */
    record Running(Process process, BufferedReader lines) {
        static Running start(Path directory, int first, String... prefix) throws IOException {
            List<String> command = new ArrayList<>(List.of(prefix));
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    AppendingProcess.class.getName(),
                    directory.toString(),
                    Integer.toString(first)));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Running(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)));
        }
    }
}
