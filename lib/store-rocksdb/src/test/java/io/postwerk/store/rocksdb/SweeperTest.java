package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.Database.Family;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody needs any more goes, and nothing else. */
@Timeout(60)
class SweeperTest {
    private static final MailboxId ALICE = new MailboxId("alice");

    @TempDir
    Path directory;

    private volatile Instant now = Instant.parse("2024-06-01T00:00:00Z");
    private RocksDbMailboxStore store;

    private void open() {
        store = RocksDbMailboxStore.open(TestStores.settings(directory), () -> now, CommitObserver.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private int count(Family family, byte... prefix) {
        return Orphans.records(store.tables(), family, prefix);
    }

    private int orphans() {
        return Orphans.count(store.tables());
    }

    private FolderId append(String folder, int size, String delivery) {
        FolderName name = FolderName.parse(folder).orElseThrow();
        store.createFolder(ALICE, name);
        AppendResult result = store.append(new AppendRequest(
                ALICE,
                name,
                MessageSource.of(new byte[size]),
                Flags.NONE,
                Optional.empty(),
                Optional.of(new DeliveryId(delivery)),
                QuotaLimits.NONE));
        assertThat(result).isInstanceOf(AppendResult.Appended.class);
        return store.folder(ALICE, name).orElseThrow().id();
    }

    @Test
    void expungedBodiesGoAfterSomeMinutes() throws IOException {
        open();
        append("INBOX", 700_000, "1");
        FolderId inbox = append("INBOX", 100, "2");
        StoredMessage message = store.message(ALICE, inbox, 1).orElseThrow();
        store.expunge(ALICE, inbox, UidSet.ALL);
        now = now.plus(Sweeper.GRACE).minusSeconds(1);
        store.sweep();
        assertThat(message.body().readAll()).hasSize(700_000);
        // Three chunks and one, two summaries, two marks.
        assertThat(orphans()).isEqualTo(8);
        now = now.plusSeconds(1);
        store.sweep();
        assertThat(orphans()).isZero();
    }

    @Test
    void aBodyStaysAsLongAsACopyDoes() throws IOException {
        open();
        FolderId inbox = append("INBOX", 1000, "1");
        append("other", 1, "2");
        FolderName other = FolderName.parse("other").orElseThrow();
        store.copy(ALICE, inbox, UidSet.of(1), other, QuotaLimits.NONE);
        store.copy(ALICE, inbox, UidSet.of(1), FolderName.INBOX, QuotaLimits.NONE);
        store.expunge(ALICE, inbox, UidSet.of(1));
        now = now.plus(Duration.ofDays(1));
        store.sweep();
        store.expunge(ALICE, inbox, UidSet.of(2));
        now = now.plus(Duration.ofDays(1));
        store.sweep();
        FolderId otherId = store.folder(ALICE, other).orElseThrow().id();
        assertThat(store.message(ALICE, otherId, 2).orElseThrow().body().readAll())
                .hasSize(1000);
        assertThat(orphans()).isZero();
        store.expunge(ALICE, otherId, UidSet.ALL);
        now = now.plus(Duration.ofDays(1));
        store.sweep();
        assertThat(count(store.tables().bodies)).isZero();
    }

    @Test
    void messagesOfADeletedFolderGo() {
        open();
        FolderId inbox = append("INBOX", 10, "kept");
        for (int i = 0; i < 1500; i++) {
            append("gone", 10, "d" + i);
        }
        store.copy(ALICE, inbox, UidSet.ALL, FolderName.parse("gone").orElseThrow(), QuotaLimits.NONE);
        FolderId gone = store.folder(ALICE, FolderName.parse("gone").orElseThrow())
                .orElseThrow()
                .id();
        store.expunge(ALICE, gone, UidSet.range(5, 10));
        assertThat(store.deleteFolder(ALICE, FolderName.parse("gone").orElseThrow()))
                .isInstanceOf(FolderResult.Done.class);
        store.sweep();
        now = now.plus(Sweeper.GRACE);
        store.sweep();
        assertThat(orphans()).isZero();
        assertThat(store.message(ALICE, inbox, 1)).isPresent();
        assertThat(count(store.tables().meta, Keys.TRASH)).isZero();
        assertThat(count(store.tables().folders, Keys.ofMailbox(1, Keys.REMOVAL)))
                .isZero();
    }

    @Test
    void whatAnEarlierProcessLeftUnfinishedGoes() throws IOException {
        open();
        append("INBOX", 10, "1");
        Bodies bodies = new Bodies(store.disk(), store.tables());
        bodies.write(bodies.next() + 10, MessageSource.of(new byte[600_000]));
        now = now.plus(Duration.ofDays(1));
        store.sweep();
        // Somebody may still be writing it.
        assertThat(orphans()).isEqualTo(4);
        store.close();
        open();
        store.sweep();
        assertThat(orphans()).isZero();
        append("INBOX", 10, "2");
        assertThat(store.messages(
                        ALICE,
                        store.folder(ALICE, FolderName.INBOX).orElseThrow().id(),
                        UidSet.ALL))
                .hasSize(2);
    }

    @Test
    void deliveriesAreKnownForThirtyDaysAtLeast() {
        open();
        append("INBOX", 10, "old");
        now = now.plus(Duration.ofDays(30));
        store.sweep();
        AppendRequest replay = AppendRequest.delivery(
                ALICE, MessageSource.of(new byte[10]), Optional.of(new DeliveryId("old")), QuotaLimits.NONE);
        assertThat(store.append(replay)).isInstanceOf(AppendResult.Duplicate.class);
        for (int i = 0; i < 700; i++) {
            append("INBOX", 1, "d" + i);
        }
        now = now.plus(Sweeper.DELIVERY_MEMORY);
        store.sweep();
        assertThat(count(store.tables().deliveries)).isZero();
        assertThat(store.append(replay)).isInstanceOf(AppendResult.Appended.class);
    }
}
