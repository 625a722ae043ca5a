package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.UidSet;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in memory is bounded, and nobody notices when it leaves. */
@Timeout(120)
class MemoryTest {
    private static final int MAILBOXES = 40;

    @TempDir
    Path directory;

    private RocksDbMailboxStore open(int mailboxes, int messages) {
        RocksDbSettings settings = new RocksDbSettings(
                directory,
                Optional.of(Path.of("target", "native")),
                8L << 20,
                4L << 20,
                2,
                mailboxes,
                messages,
                Optional.empty());
        return RocksDbMailboxStore.open(settings, InstantSource.system(), CommitObserver.NONE);
    }

    private static MailboxId mailbox(int number) {
        return new MailboxId("user-" + number);
    }

    private static void append(RocksDbMailboxStore store, MailboxId mailbox) {
        assertThat(store.append(AppendRequest.delivery(
                        mailbox, MessageSource.of(new byte[100]), Optional.empty(), QuotaLimits.NONE)))
                .isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    void staysWithinItsBounds() {
        try (RocksDbMailboxStore store = open(10, 200)) {
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < MAILBOXES; i++) {
                    append(store, mailbox(i));
                    FolderId inbox = store.folder(mailbox(i), FolderName.INBOX)
                            .orElseThrow()
                            .id();
                    append(store, mailbox(i));
                    FolderState state =
                            store.open(mailbox(i), inbox, OpenMode.SELECT).orElseThrow();
                    assertThat(state.count()).isEqualTo(2 * round + 2);
                    assertThat(state.recent().size()).isEqualTo(2);
                }
            }
            assertThat(store.mailboxesInMemory()).isLessThanOrEqualTo(12);
            assertThat(store.messagesInMemory()).isLessThanOrEqualTo(210);
        }
    }

    @Test
    void sessionsDoNotNoticeWhatLeaves() throws Exception {
        // Room for next to nothing: everything leaves and comes back all the time, while others change it.
        try (RocksDbMailboxStore store = open(1, 1);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> sessions = new ArrayList<>();
            for (int s = 0; s < 12; s++) {
                Random random = new Random(s);
                sessions.add(executor.submit(() -> {
                    int appended = 0;
                    for (int i = 0; i < 150; i++) {
                        MailboxId mailbox = mailbox(random.nextInt(4));
                        FolderId inbox = store.folder(mailbox, FolderName.INBOX)
                                .orElseThrow()
                                .id();
                        switch (random.nextInt(4)) {
                            case 0, 1 -> {
                                append(store, mailbox);
                                appended++;
                            }
                            case 2 ->
                                assertThat(store.storeFlags(
                                                mailbox,
                                                inbox,
                                                UidSet.of(1 + random.nextInt(50)),
                                                FlagChange.ADD,
                                                Flags.of(SystemFlag.SEEN)))
                                        .isInstanceOf(FlagsResult.Changed.class);
                            default -> {
                                FolderState state = store.open(mailbox, inbox, OpenMode.EXAMINE)
                                        .orElseThrow();
                                assertThat(state.uidNext()).isEqualTo(state.count() + 1L);
                            }
                        }
                    }
                    return appended;
                }));
            }
            int appended = 0;
            for (Future<Integer> session : sessions) {
                appended += session.get();
            }
            int found = 0;
            for (int i = 0; i < 4; i++) {
                found +=
                        store.folder(mailbox(i), FolderName.INBOX).orElseThrow().messages();
            }
            assertThat(found).isEqualTo(appended);
            assertThat(store.messagesInMemory()).isLessThan(1000);
        }
    }
}
