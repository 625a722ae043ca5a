package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder that an earlier build has written opens, and everything in it is read. {@code store-1.zip} was written by
 * {@link #main} with the build before lib/rocksdb; its first half lies in table and blob files, its second half in the log.
 */
class DataFolderOfVersion1Test {
    private static final MailboxId ALICE = new MailboxId("alice");
    private static final MailboxId BOB = new MailboxId("bob");
    private static final MailboxId REMOVED = new MailboxId("removed");
    private static final FolderName ARCHIVE = FolderName.parse("Archive/2025").orElseThrow();
    private static final FolderName DELETED = FolderName.parse("Deleted").orElseThrow();
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");
    private static final int LARGE = 600_000;

    @TempDir
    Path directory;

    /** Writes the folder: {@code main DIRECTORY}. */
    public static void main(String[] arguments) throws IOException {
        RocksDbSettings settings = TestStores.settings(Path.of(arguments[0]));
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(settings)) {
            writeFirstHalf(store);
        }
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(settings)) {
            writeSecondHalf(store);
        }
    }

    private static void writeFirstHalf(MailboxStore store) {
        for (int i = 1; i <= 70; i++) {
            append(store, ALICE, FolderName.INBOX, i, 300, Flags.NONE);
        }
        append(store, ALICE, FolderName.INBOX, 71, LARGE, Flags.of(SystemFlag.SEEN));
        store.createFolder(ALICE, ARCHIVE);
        store.createFolder(ALICE, DELETED);
        store.subscribe(ALICE, ARCHIVE);
        append(store, ALICE, DELETED, 72, 300, Flags.NONE);
        append(store, BOB, FolderName.INBOX, 73, LARGE + 1, Flags.NONE);
        append(store, REMOVED, FolderName.INBOX, 74, 300, Flags.NONE);
    }

    private static void writeSecondHalf(MailboxStore store) {
        Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
        Flags flags = Flags.of(List.of(SystemFlag.FLAGGED), List.of("$Forwarded"));
        store.storeFlags(ALICE, inbox.id(), UidSet.range(3, 5), FlagChange.ADD, flags);
        assertThat(store.copy(ALICE, inbox.id(), UidSet.range(70, 71), ARCHIVE, QuotaLimits.NONE))
                .isInstanceOf(CopyResult.Copied.class);
        store.expunge(ALICE, inbox.id(), UidSet.range(10, 19));
        store.deleteFolder(ALICE, DELETED);
        append(store, ALICE, ARCHIVE, 75, 50, Flags.of(SystemFlag.DRAFT));
        append(store, ALICE, ARCHIVE, 76, LARGE, Flags.NONE);
        store.purge(REMOVED);
    }

    private static void append(
            MailboxStore store, MailboxId mailbox, FolderName folder, int number, int size, Flags flags) {
        assertThat(store.append(request(mailbox, folder, number, size, flags)))
                .isInstanceOf(AppendResult.Appended.class);
    }

    private static AppendRequest request(MailboxId mailbox, FolderName folder, int number, int size, Flags flags) {
        return new AppendRequest(
                mailbox,
                folder,
                MessageSource.of(contents(number, size)),
                flags,
                Optional.of(DATE.plusSeconds(number)),
                Optional.of(new DeliveryId("delivery-" + number)),
                QuotaLimits.NONE);
    }

    private static byte[] contents(int number, int size) {
        StringBuilder text = new StringBuilder("Subject: message " + number + "\r\n\r\n");
        while (text.length() < size) {
            text.append("line after line of message ").append(number).append("\r\n");
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void everythingIsRead() throws IOException {
        unpack();
        // A clock of then: deliveries are forgotten after a month.
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-24T20:00:00Z"));
        for (int opening = 1; opening <= 2; opening++) {
            try (RocksDbMailboxStore store =
                    RocksDbMailboxStore.open(TestStores.settings(directory), clock, CommitObserver.NONE)) {
                verify(store);
                if (opening == 1) {
                    store.sweep();
                    verify(store);
                }
            }
        }
    }

    private void unpack() throws IOException {
        try (InputStream packed = getClass().getResourceAsStream("store-1.zip");
                ZipInputStream zip = new ZipInputStream(packed)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static void verify(MailboxStore store) throws IOException {
        assertThat(store.folders(ALICE))
                .extracting(folder -> folder.name().value())
                .containsExactly("Archive", "Archive/2025", "INBOX");
        assertThat(store.subscriptions(ALICE)).containsExactly(ARCHIVE);
        Folder inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
        assertThat(inbox.messages()).isEqualTo(61);
        assertThat(inbox.uidNext()).isEqualTo(72);
        assertThat(inbox.unseen()).isEqualTo(60);
        FolderState state = store.open(ALICE, inbox.id(), OpenMode.EXAMINE).orElseThrow();
        assertThat(state.keywords()).containsExactly("$Forwarded");
        List<Integer> numbers = new ArrayList<>();
        for (StoredMessage message : store.messages(ALICE, inbox.id(), UidSet.ALL)) {
            int number = (int) message.uid();
            numbers.add(number);
            verify(message, number, number == 71 ? LARGE : 300);
            boolean flagged = number >= 3 && number <= 5;
            assertThat(message.flags())
                    .isEqualTo(
                            flagged
                                    ? Flags.of(List.of(SystemFlag.FLAGGED), List.of("$Forwarded"))
                                    : number == 71 ? Flags.of(SystemFlag.SEEN) : Flags.NONE);
        }
        assertThat(numbers).hasSize(61).isSorted().contains(9, 20).doesNotContain(10, 19);

        Folder archive = store.folder(ALICE, ARCHIVE).orElseThrow();
        List<StoredMessage> archived = store.messages(ALICE, archive.id(), UidSet.ALL);
        assertThat(archived).extracting(StoredMessage::uid).containsExactly(1L, 2L, 3L, 4L);
        verify(archived.get(0), 70, 300);
        verify(archived.get(1), 71, LARGE);
        verify(archived.get(2), 75, 50);
        verify(archived.get(3), 76, LARGE);
        assertThat(archived.get(2).flags()).isEqualTo(Flags.of(SystemFlag.DRAFT));

        Folder ofBob = store.folder(BOB, FolderName.INBOX).orElseThrow();
        verify(store.message(BOB, ofBob.id(), 1).orElseThrow(), 73, LARGE + 1);
        assertThat(store.usage(ALICE)).isEqualTo(new MailboxUsage(61 * 300 + 50 + 3L * LARGE, 65));
        assertThat(store.append(request(ALICE, FolderName.INBOX, 71, LARGE, Flags.NONE)))
                .isEqualTo(new AppendResult.Duplicate(inbox.uidValidity(), 71));
    }

    private static void verify(StoredMessage message, int number, int size) throws IOException {
        assertThat(message.summary().envelope().subject()).contains("message " + number);
        assertThat(message.internalDate()).isEqualTo(DATE.plusSeconds(number));
        assertThat(message.body().readAll()).isEqualTo(contents(number, size));
    }
}
