package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.testkit.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full disk refuses changes, loses nothing, and is forgotten as soon as there is room: without a restart. */
@Timeout(180)
class FullDiskTest {
    private static final MailboxId ALICE = new MailboxId("alice");
    private static final FolderName OTHER = FolderName.parse("Other").orElseThrow();
    private static final int THREADS = 8;

    @TempDir
    Path directory;

    /** UIDs of what was acknowledged, and what was refused for lack of room, by their numbers. */
    private final Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();

    private final Map<Integer, StoreFailed> refused = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** Cannot be compressed. */
    private static byte[] contents(int number) {
        byte[] octets = new byte[number % 10 == 0 ? 600_000 : 4_000];
        new Random(number).nextBytes(octets);
        byte[] head = ("Subject: " + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(octets).put(head);
        return octets;
    }

    private static AppendRequest request(int number) {
        return AppendRequest.delivery(
                ALICE,
                MessageSource.of(contents(number)),
                Optional.of(new DeliveryId("delivery-" + number)),
                QuotaLimits.NONE);
    }

    private void append(RocksDbMailboxStore store, int number) {
        switch (store.append(request(number))) {
            case AppendResult.Appended appended -> {
                assertThat(acknowledged.put(number, appended.uid())).isNull();
                refused.remove(number);
            }
            case StoreFailed failed -> refused.put(number, failed);
            default -> throw new AssertionError("unexpected answer");
        }
    }

    private void appendUntilRefused(RocksDbMailboxStore store) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (refused.isEmpty()) {
                    append(store, next.incrementAndGet());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** With little room the log cannot grow, with more it is a table or blob file that cannot. */
    @ParameterizedTest
    @ValueSource(ints = {8, 30})
    void refusesAndRecovers(int mebibytes) throws Exception {
        Path mount = Files.createDirectory(directory.resolve("disk"));
        try (SmallDisk disk = SmallDisk.mount(mount, 80)) {
            Path folder = disk.path().resolve("store");
            RocksDbSettings settings = TestStores.settings(folder);
            try (RocksDbMailboxStore store = RocksDbMailboxStore.open(settings)) {
                store.createFolder(ALICE, OTHER);
                disk.fill(mebibytes);
                appendUntilRefused(store);
                assertThat(acknowledged).isNotEmpty();
                assertThat(refused.values()).allMatch(StoreFailed::full);
                assertThat(store.createFolder(ALICE, FolderName.parse("new").orElseThrow()))
                        .isInstanceOfSatisfying(
                                StoreFailed.class,
                                failed -> assertThat(failed.full()).isTrue());
                assertThat(store.failure()).isEmpty();
                assertThat(store.folders(ALICE)).hasSize(2);
                verify(store);
                SmallDisk.copy(folder, directory.resolve("killed-while-full"));

                disk.empty();
                int first = next.incrementAndGet();
                refused.clear();
                append(store, first);
                while (!acknowledged.containsKey(first)) {
                    LockSupport.parkNanos(100_000_000);
                    append(store, first);
                }
                for (int i = 0; i < 100; i++) {
                    append(store, next.incrementAndGet());
                }
                assertThat(refused).isEmpty();
                assertThat(store.createFolder(ALICE, FolderName.parse("new").orElseThrow()))
                        .isInstanceOf(FolderResult.Done.class);
                verify(store);
                SmallDisk.copy(folder, directory.resolve("killed-after"));
            }
            reopen(folder);
        }
        reopen(directory.resolve("killed-after"));
        acknowledged.keySet().removeIf(number -> number > next.get() - 101);
        reopenKilled(directory.resolve("killed-while-full"));
    }

    private void reopen(Path folder) throws IOException {
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(TestStores.settings(folder))) {
            verify(store);
            store.sweep();
            assertThat(Orphans.count(store.tables())).isZero();
        }
    }

    /** What was under way when the disk became full may be there; it is there as a whole, and can be replayed. */
    private void reopenKilled(Path folder) throws IOException {
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(TestStores.settings(folder))) {
            Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
            Map<Integer, Long> found = read(store);
            assertThat(found).containsAllEntriesOf(acknowledged);
            assertThat(inbox.uidNext()).isEqualTo(found.size() + 1L);
            for (int number = 1; number <= next.get(); number++) {
                AppendResult answer = store.append(request(number));
                if (found.containsKey(number)) {
                    assertThat(answer).isEqualTo(new AppendResult.Duplicate(inbox.uidValidity(), found.get(number)));
                } else {
                    assertThat(answer).isInstanceOf(AppendResult.Appended.class);
                }
            }
            store.sweep();
            assertThat(Orphans.count(store.tables())).isZero();
        }
    }

    private static Map<Integer, Long> read(RocksDbMailboxStore store) throws IOException {
        Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
        Map<Integer, Long> found = new ConcurrentHashMap<>();
        for (StoredMessage message : store.messages(ALICE, inbox.id(), UidSet.ALL)) {
            int number = Integer.parseInt(message.summary().envelope().subject().orElseThrow());
            assertThat(message.body().readAll()).isEqualTo(contents(number));
            assertThat(found.put(number, message.uid())).isNull();
        }
        return found;
    }

    private void verify(RocksDbMailboxStore store) throws IOException {
        assertThat(read(store)).isEqualTo(acknowledged);
        Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
        assertThat(inbox.messages()).isEqualTo(acknowledged.size());
        assertThat(inbox.uidNext()).isEqualTo(acknowledged.size() + 1L);
        long octets = acknowledged.keySet().stream()
                .mapToLong(number -> contents(number).length)
                .sum();
        assertThat(store.usage(ALICE)).isEqualTo(new MailboxUsage(octets, acknowledged.size()));
    }

    /** The same for every kind of change, with a disk that only says that it is full. */
    @Test
    void whatWasRefusedLeavesNoTraceInMemory() throws IOException {
        boolean[] full = {false};
        CommitObserver observer = new CommitObserver() {
            @Override
            public void beforeCommit(int changes) {
                if (full[0]) {
                    throw DatabaseException.full("No space left on device");
                }
            }
        };
        try (RocksDbMailboxStore store =
                RocksDbMailboxStore.open(TestStores.settings(directory), InstantSource.system(), observer)) {
            for (int i = 1; i <= 70; i++) {
                append(store, i);
            }
            store.createFolder(ALICE, OTHER);
            Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
            String before = describe(store);
            full[0] = true;
            for (int round = 0; round < 2; round++) {
                append(store, 71);
                append(store, 80);
                assertFull(store.createFolder(ALICE, FolderName.parse("a/b").orElseThrow()));
                assertFull(
                        store.renameFolder(ALICE, OTHER, FolderName.parse("c/d").orElseThrow()));
                assertFull(store.renameFolder(
                        ALICE, FolderName.INBOX, FolderName.parse("e").orElseThrow()));
                assertFull(store.deleteFolder(ALICE, OTHER));
                assertFull(store.subscribe(ALICE, OTHER));
                assertFull(store.storeFlags(
                        ALICE,
                        inbox.id(),
                        UidSet.ALL,
                        FlagChange.ADD,
                        Flags.of(List.of(SystemFlag.SEEN), List.of("$Word"))));
                assertFull(store.copy(ALICE, inbox.id(), UidSet.range(1, 9), OTHER, QuotaLimits.NONE));
                assertFull(store.move(ALICE, inbox.id(), UidSet.range(1, 9), OTHER));
                assertFull(store.expunge(ALICE, inbox.id(), UidSet.range(60, 70)));
                assertFull(store.purge(ALICE));
                assertThat(store.open(ALICE, inbox.id(), OpenMode.SELECT)
                                .orElseThrow()
                                .recent()
                                .isEmpty())
                        .isTrue();
                assertThat(describe(store)).isEqualTo(before);
            }
            assertThat(refused.keySet()).containsExactlyInAnyOrder(71, 80);
            full[0] = false;
            append(store, 71);
            append(store, 80);
            assertThat(acknowledged).containsEntry(71, 71L).containsEntry(80, 72L);
            assertThat(store.storeFlags(ALICE, inbox.id(), UidSet.of(1), FlagChange.ADD, Flags.of(SystemFlag.SEEN)))
                    .isInstanceOf(FlagsResult.Changed.class);
            verify(store);
        }
        reopen(directory);
    }

    /** An answer that changes nothing writes nothing, and does not show that there is room. */
    @Test
    void whatChangesNothingDoesNotEndAFullDisk() throws IOException {
        boolean[] full = {false};
        List<String> heard = new ArrayList<>();
        CommitObserver observer = new CommitObserver() {
            @Override
            public void beforeCommit(int changes) {
                if (full[0]) {
                    throw DatabaseException.full("No space left on device");
                }
            }

            @Override
            public void committed(int changes, boolean synced, long nanos) {
                heard.add("committed");
            }

            @Override
            public void recovered() {
                heard.add("recovered");
            }
        };
        try (RocksDbMailboxStore store =
                RocksDbMailboxStore.open(TestStores.settings(directory), InstantSource.system(), observer)) {
            append(store, 1);
            full[0] = true;
            append(store, 2);
            full[0] = false;
            heard.clear();
            assertThat(store.append(request(1))).isInstanceOf(AppendResult.Duplicate.class);
            assertThat(store.deleteFolder(ALICE, OTHER)).isInstanceOf(FolderResult.NoSuchFolder.class);
            assertThat(heard).isEmpty();
            append(store, 2);
            assertThat(heard).containsExactly("recovered", "committed");
        }
    }

    private static String describe(RocksDbMailboxStore store) {
        Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
        return store.folders(ALICE) + " " + store.subscriptions(ALICE) + " " + store.usage(ALICE) + " "
                + store.messages(ALICE, inbox.id(), UidSet.ALL).stream()
                        .map(m -> m.uid() + " " + m.modSeq() + " " + m.flags())
                        .toList()
                + store.changesSince(ALICE, inbox.id(), inbox.highestModSeq());
    }

    private static void assertFull(Object result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        StoreFailed.class, failed -> assertThat(failed.full()).isTrue());
    }
}
