package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.Loss;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.testkit.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail fills a disk until it is refused, others fill the rest, and the process is killed. The store opens on the full disk, has
 * everything that was acknowledged, and can be read, marked and emptied; then it takes mail again.
 */
@Timeout(300)
class DiskReserveTest {
    private static final MailboxId ALICE = new MailboxId("alice");
    private static final FolderName OTHER = FolderName.parse("Other").orElseThrow();
    private static final int THREADS = 8;

    @TempDir
    Path directory;

    /** UIDs by the numbers of messages. */
    private final Map<Integer, Long> acknowledged = new HashMap<>();

    private static RocksDbMailboxStore open(Path folder) {
        return RocksDbMailboxStore.open(TestStores.settings(folder).withReserve(Optional.of(64L << 20)));
    }

    /** Cannot be compressed. */
    private static byte[] contents(int number) {
        byte[] octets = new byte[number % 10 == 0 ? 600_000 : 4_000];
        new Random(number).nextBytes(octets);
        ByteBuffer.wrap(octets).put(("Subject: " + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return octets;
    }

    private static AppendResult append(RocksDbMailboxStore store, int number) {
        return store.append(AppendRequest.delivery(
                ALICE,
                MessageSource.of(contents(number)),
                Optional.of(new DeliveryId("delivery-" + number)),
                QuotaLimits.NONE));
    }

    @Test
    void aFullDiskCanBeReadMarkedAndEmptiedAndTakesMailAgain() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("disk"));
        try (SmallDisk disk = SmallDisk.mount(mount, 200)) {
            Path folder = Files.createDirectory(disk.path().resolve("store"));
            // They would be there after some seconds.
            byte[] ballast = new byte[8 << 20];
            new Random(1).nextBytes(ballast);
            Files.write(folder.resolve("ballast-open"), ballast);
            for (int i = 0; i < 3; i++) {
                Files.write(folder.resolve("ballast"), ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            fillAndKill(folder);
            assertThat(acknowledged).hasSizeGreaterThan(500);
            // The reserve is there, and nothing but its own threshold has stopped the appends.
            assertThat(mount.toFile().getUsableSpace()).isGreaterThan(8 << 20);
            disk.fillUp();

            try (RocksDbMailboxStore store = open(folder)) {
                assertThat(folder.resolve("ballast")).doesNotExist();
                assertThat(store.loss()).isEqualTo(Loss.NONE);
                verify(store);
                assertThat(store.hasRoomFor(0)).isFalse();
                assertRefused(append(store, 1_000_000));
                assertRefused(append(store, 1_000_010));
                Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
                Map.Entry<Integer, Long> first =
                        acknowledged.entrySet().iterator().next();
                assertThat(append(store, first.getKey()))
                        .as("what was delivered before is known")
                        .isEqualTo(new AppendResult.Duplicate(inbox.uidValidity(), first.getValue()));
                store.createFolder(ALICE, OTHER);
                assertRefused(store.copy(ALICE, inbox.id(), UidSet.ALL, OTHER, QuotaLimits.NONE));
                assertThat(store.storeFlags(ALICE, inbox.id(), UidSet.ALL, FlagChange.ADD, Flags.of(SystemFlag.SEEN)))
                        .isInstanceOf(FlagsResult.Changed.class);
                assertThat(store.move(ALICE, inbox.id(), UidSet.range(1, 100), OTHER))
                        .isInstanceOf(CopyResult.Copied.class);
                acknowledged.values().removeIf(uid -> uid <= 100);
            }
            try (RocksDbMailboxStore store = open(folder)) {
                verify(store);
                Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
                assertThat(inbox.unseen()).isZero();
                assertThat(store.expunge(ALICE, inbox.id(), UidSet.ALL)).isInstanceOf(ExpungeResult.Expunged.class);
                acknowledged.clear();
                verify(store);
                // Nobody else has given anything back.
                int number = 2_000_000;
                AppendResult result = append(store, number);
                while (result instanceof StoreFailed(String reason, boolean full)) {
                    assertThat(full).as(reason).isTrue();
                    LockSupport.parkNanos(200_000_000);
                    assertThat(Thread.currentThread().isInterrupted())
                            .as("too late")
                            .isFalse();
                    result = append(store, number);
                }
                acknowledged.put(number, ((AppendResult.Appended) result).uid());
                verify(store);
                assertThat(store.room().low()).isFalse();
            }
            try (RocksDbMailboxStore store = open(folder)) {
                verify(store);
            }
        }
    }

    private static void assertRefused(Object result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        StoreFailed.class, failed -> assertThat(failed.full()).isTrue());
    }

    private void verify(RocksDbMailboxStore store) throws IOException {
        Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
        Map<Integer, Long> found = new HashMap<>();
        for (StoredMessage message : store.messages(ALICE, inbox.id(), UidSet.ALL)) {
            int number = Integer.parseInt(message.summary().envelope().subject().orElseThrow());
            assertThat(message.body().readAll()).isEqualTo(contents(number));
            assertThat(found.put(number, message.uid())).isNull();
        }
        assertThat(found).containsAllEntriesOf(acknowledged);
        // One per thread may have been under way when the process was killed.
        assertThat(found).hasSizeLessThanOrEqualTo(acknowledged.size() + THREADS);
        acknowledged.putAll(found);
    }

    private void fillAndKill(Path folder) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            int refusals = 0;
            while (refusals < THREADS) {
                String[] words = said.readLine().split(" ");
                if (words[0].equals("full")) {
                    refusals++;
                } else {
                    acknowledged.put(Integer.parseInt(words[0]), Long.parseLong(words[1]));
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    /** Appends until it is refused, and then waits for its end. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] args) throws InterruptedException {
            AtomicInteger next = new AtomicInteger(1);
            try (RocksDbMailboxStore store = open(Path.of(args[0]))) {
                for (int t = 0; t < THREADS; t++) {
                    Thread.ofPlatform().start(() -> append(store, next));
                }
                Thread.currentThread().join(); // Until the test kills this process
            }
        }

        private static void append(RocksDbMailboxStore store, AtomicInteger next) {
            while (true) {
                int number = next.getAndIncrement();
                switch (DiskReserveTest.append(store, number)) {
                    case AppendResult.Appended appended -> say(number + " " + appended.uid());
                    case StoreFailed(String reason, boolean full) -> {
                        say(full ? "full" : "failed " + reason);
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
    }
}
