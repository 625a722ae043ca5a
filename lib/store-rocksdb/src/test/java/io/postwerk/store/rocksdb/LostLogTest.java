package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.Loss;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.testkit.SmallDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledged changes that are gone are reported, and no UID means another message than before; an ordinary crash is silent. */
@Timeout(120)
class LostLogTest {
    private static final MailboxId ALICE = new MailboxId("alice");
    private static final MailboxId BOB = new MailboxId("bob");
    private static final FolderName OTHER = FolderName.parse("Other").orElseThrow();

    @TempDir
    Path directory;

    /** What the last kill left behind. */
    private Path left = Path.of("");

    private int kills;

    private static RocksDbMailboxStore open(Path folder) {
        return RocksDbMailboxStore.open(TestStores.settings(folder));
    }

    private static long append(RocksDbMailboxStore store, MailboxId mailbox, int octets) {
        byte[] message = new byte[octets];
        new Random(octets).nextBytes(message);
        AppendRequest request =
                AppendRequest.delivery(mailbox, MessageSource.of(message), Optional.empty(), QuotaLimits.NONE);
        return ((AppendResult.Appended) store.append(request)).uid();
    }

    /** The logs as a killed process leaves them, in the order in which they were written. */
    private List<Path> kill(Path live) throws IOException {
        left = directory.resolve("left-" + kills++);
        SmallDisk.copy(live, left);
        try (Stream<Path> files = Files.list(left)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void truncate(Path file, long octets) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(octets);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void aTruncatedLogIsReportedAndEveryFolderGetsANewUidValidity(int lost) throws Exception {
        Path live = directory.resolve("live");
        long before;
        long bobs;
        try (RocksDbMailboxStore store = open(live)) {
            store.createFolder(ALICE, OTHER);
            bobs = store.folder(BOB, FolderName.INBOX).orElseThrow().uidValidity();
            before = store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity();
            for (int i = 1; i <= 20 - lost; i++) {
                append(store, ALICE, 1000 + i);
            }
            long whole = Files.size(kill(live).getLast());
            for (int i = 20 - lost + 1; i <= 20; i++) {
                append(store, ALICE, 1000 + i);
            }
            truncate(kill(live).getLast(), whole);
        }
        long after;
        try (RocksDbMailboxStore store = open(left)) {
            assertThat(store.loss().times()).isEqualTo(1);
            assertThat(store.loss().records()).isGreaterThanOrEqualTo(lost);
            Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
            assertThat(inbox.messages()).isEqualTo(20 - lost);
            after = inbox.uidValidity();
            assertThat(after).isGreaterThan(before);
            assertThat(store.folder(ALICE, OTHER).orElseThrow().uidValidity()).isGreaterThan(after);
            assertThat(store.folder(BOB, FolderName.INBOX).orElseThrow().uidValidity())
                    .isGreaterThan(bobs);
            assertThat(append(store, ALICE, 77)).isEqualTo(20 - lost + 1L);
            verify(store, inbox, 21 - lost);
        }
        // Once is enough.
        try (RocksDbMailboxStore store = open(left)) {
            assertThat(store.loss().times()).isEqualTo(1);
            assertThat(store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity())
                    .isEqualTo(after);
        }
    }

    @Test
    void aDeletedLogIsReported() throws Exception {
        Path live = directory.resolve("live");
        long before;
        try (RocksDbMailboxStore store = open(live)) {
            append(store, ALICE, 10);
            before = store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity();
        }
        try (RocksDbMailboxStore store = open(live)) {
            append(store, ALICE, 11);
            Files.delete(kill(live).getLast());
        }
        try (RocksDbMailboxStore store = open(left)) {
            assertThat(store.loss().times()).isEqualTo(1);
            Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
            assertThat(inbox.messages()).isEqualTo(1);
            assertThat(inbox.uidValidity()).isGreaterThan(before);
        }
    }

    /** Behind it the log goes on: RocksDB alone reads that, and has a hole. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogThatIsMissingAmongOthersIsReported(boolean deleted) throws Exception {
        Path live = directory.resolve("live");
        long before;
        int messages = 0;
        try (RocksDbMailboxStore store = open(live)) {
            List<Path> logs = kill(live);
            // Bodies fill their buffer soon, and a new log begins; the others are still needed for the rest.
            while (logs.size() < 3) {
                for (int i = 0; i < 20; i++) {
                    append(store, ALICE, 60_000 + messages++);
                }
                logs = kill(live);
            }
            before = store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity();
            if (deleted) {
                Files.delete(logs.get(1));
            } else {
                truncate(logs.get(1), Files.size(logs.get(1)) / 2);
            }
        }
        for (int opened = 0; opened < 2; opened++) {
            try (RocksDbMailboxStore store = open(left)) {
                assertThat(store.loss().times()).isEqualTo(1);
                Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
                assertThat(inbox.uidValidity()).isGreaterThan(before);
                assertThat(inbox.messages()).isLessThan(messages);
                assertThat(append(store, ALICE, 60_000 + messages++)).isEqualTo(inbox.uidNext());
                assertThat(store.folder(ALICE, FolderName.INBOX).orElseThrow().messages())
                        .isEqualTo(inbox.messages() + 1);
            }
        }
    }

    @Test
    void whatWasNotSyncedMayBeTornOff() throws Exception {
        Path live = directory.resolve("live");
        long before;
        try (RocksDbMailboxStore store = open(live)) {
            append(store, ALICE, 10);
            before = store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity();
            long synced = Files.size(kill(live).getLast());
            byte[] ahead = "ahead".getBytes(StandardCharsets.US_ASCII);
            store.disk().call(database -> {
                database.put(store.tables().bodies, ahead, new byte[1000]);
                return ahead;
            });
            truncate(kill(live).getLast(), synced + 100);
        }
        expectSilence(before, 1);
    }

    @Test
    void aKilledProcessIsNoLoss() throws Exception {
        Path live = directory.resolve("live");
        long before;
        try (RocksDbMailboxStore store = open(live)) {
            for (int i = 1; i <= 50; i++) {
                append(store, ALICE, 1000 * i);
            }
            before = store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity();
            kill(live);
        }
        expectSilence(before, 50);
    }

    /** As in a folder that an earlier version wrote. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 56})
    void aMarkThatIsMissingOrBrokenSaysNothing(int octets) throws Exception {
        Path live = directory.resolve("live");
        long before;
        try (RocksDbMailboxStore store = open(live)) {
            append(store, ALICE, 10);
            before = store.folder(ALICE, FolderName.INBOX).orElseThrow().uidValidity();
            kill(live);
            Files.write(left.resolve("synced"), new byte[octets]);
        }
        expectSilence(before, 1);
    }

    private void expectSilence(long uidValidity, int messages) throws IOException {
        try (RocksDbMailboxStore store = open(left)) {
            assertThat(store.loss()).isEqualTo(Loss.NONE);
            Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
            assertThat(inbox.uidValidity()).isEqualTo(uidValidity);
            verify(store, inbox, messages);
        }
    }

    private static void verify(RocksDbMailboxStore store, Folder inbox, int messages) throws IOException {
        List<StoredMessage> found = store.messages(ALICE, inbox.id(), UidSet.ALL);
        assertThat(found).hasSize(messages);
        long octets = 0;
        for (StoredMessage message : found) {
            assertThat(message.body().readAll()).hasSize((int) message.size());
            octets += message.size();
        }
        assertThat(store.usage(ALICE)).isEqualTo(new MailboxUsage(octets, messages));
    }
}
