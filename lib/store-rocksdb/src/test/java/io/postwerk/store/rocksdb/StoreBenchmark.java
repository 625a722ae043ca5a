package io.postwerk.store.rocksdb;

import com.sun.management.OperatingSystemMXBean;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the store on the disk of a given directory: {@code StoreBenchmark DIRECTORY [threads] [messages] [octets]}.
 * It makes a store below the directory and leaves it there.
 */
public final class StoreBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final PrintStream OUT = System.out;

    private StoreBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(args[0]), "store-bench-");
        int threads = argument(args, 1, 20);
        int messages = argument(args, 2, 50_000);
        byte[] octets = message(argument(args, 3, 4096));
        summaries(octets);
        RocksDbSettings settings = RocksDbSettings.in(directory);
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(settings)) {
            // Once to warm up.
            appends(store, threads, Math.min(messages, 20_000), octets, "warm-up, one mailbox", false);
            appends(store, threads, messages, octets, "one mailbox", false);
            appends(store, threads, messages, octets, "a mailbox for each thread", true);
            appends(store, 1, Math.min(messages, 5_000), octets, "one thread", false);
        }
        OUT.println(Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmRSS"))
                .findFirst()
                .orElse(""));
        for (int i = 0; i < 4; i++) {
            long started = System.nanoTime();
            try (RocksDbMailboxStore store = RocksDbMailboxStore.open(settings)) {
                OUT.printf("open the store: %.0f ms%n", millis(started));
                reads(store);
            }
        }
    }

    private static int argument(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private static void appends(
            RocksDbMailboxStore store, int threads, int messages, byte[] octets, String what, boolean several)
            throws InterruptedException {
        long syncs = store.syncs();
        long changes = store.changes();
        long cpu = SYSTEM.getProcessCpuTime();
        long started = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        long[] latencies = new long[messages];
        for (int t = 0; t < threads; t++) {
            MailboxId mailbox = new MailboxId(several ? "user-" + t : "user");
            all.add(Thread.ofVirtual().start(() -> {
                for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                    long begun = System.nanoTime();
                    AppendResult result = store.append(AppendRequest.delivery(
                            mailbox,
                            MessageSource.of(octets),
                            Optional.of(new DeliveryId("d" + begun + "." + i)),
                            QuotaLimits.NONE));
                    if (!(result instanceof AppendResult.Appended)) {
                        throw new AssertionError(result);
                    }
                    latencies[i] = System.nanoTime() - begun;
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        double seconds = millis(started) / 1000;
        Arrays.sort(latencies);
        OUT.printf(
                "%s, %d threads, %d messages of %d octets: %.0f appends/s, %.0f us CPU each, %.1f a sync, %.0f us a sync,"
                        + " latency %.2f ms median, %.2f ms 99 %%, %.2f ms worst%n",
                what,
                threads,
                messages,
                octets.length,
                messages / seconds,
                (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / messages,
                (double) (store.changes() - changes) / (store.syncs() - syncs),
                seconds * 1e6 / (store.syncs() - syncs),
                latencies[messages / 2] / 1e6,
                latencies[(int) (messages * 0.99)] / 1e6,
                latencies[messages - 1] / 1e6);
    }

    private static void reads(MailboxStore store) throws IOException {
        MailboxId mailbox = new MailboxId("user");
        Folder inbox = store.folder(mailbox, FolderName.INBOX).orElseThrow();
        for (int i = 0; i < 3; i++) {
            long started = System.nanoTime();
            long cpu = SYSTEM.getProcessCpuTime();
            int count = store.open(mailbox, inbox.id(), OpenMode.EXAMINE)
                    .orElseThrow()
                    .count();
            OUT.printf(
                    "open a folder of %d messages (%s): %.1f ms, %.1f ms CPU%n",
                    count, i == 0 ? "cold" : "again", millis(started), (SYSTEM.getProcessCpuTime() - cpu) / 1e6);
        }
        long started = System.nanoTime();
        int read = 0;
        for (long uid = 1; uid < 10_000; uid += 200) {
            read += store.messages(mailbox, inbox.id(), UidSet.range(uid, uid + 199))
                    .size();
        }
        OUT.printf("summaries: %.1f us each of %d%n", millis(started) * 1000 / read, read);
        started = System.nanoTime();
        long octets = 0;
        for (StoredMessage message : store.messages(mailbox, inbox.id(), UidSet.range(1, 2000))) {
            octets += message.body().readAll().length;
        }
        OUT.printf("bodies: %.1f us each, %d octets%n", millis(started) * 1000 / 2000, octets);
    }

    private static void summaries(byte[] octets) throws IOException {
        for (int round = 0; round < 4; round++) {
            long started = SYSTEM.getProcessCpuTime();
            for (int i = 0; i < 20_000; i++) {
                MessageSummary.of(MessageSource.of(octets)).encode();
            }
            if (round == 3) {
                OUT.printf(
                        "summary of a message of %d octets: %.1f us CPU%n",
                        octets.length, (SYSTEM.getProcessCpuTime() - started) / 1e3 / 20_000);
            }
        }
    }

    private static double millis(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toNanos() / 1e6;
    }

    private static byte[] message(int octets) {
        StringBuilder text = new StringBuilder("""
                Return-Path: <sender@example.net>
                Received: from mail.example.net (mail.example.net [192.0.2.1])
                 by mx.example.org with ESMTPS id 0123456789; Mon, 1 Jan 2024 10:00:00 +0000
                From: Sender <sender@example.net>
                To: "A Recipient" <user@example.org>
                Subject: A message to measure with
                Date: Mon, 1 Jan 2024 10:00:00 +0000
                Message-ID: <0123456789@example.net>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                """.replace("\n", "\r\n"));
        while (text.length() < octets) {
            text.append("The quick brown fox jumps over the lazy dog, again and again and again.\r\n");
        }
        return text.substring(0, octets).getBytes(StandardCharsets.US_ASCII);
    }
}
