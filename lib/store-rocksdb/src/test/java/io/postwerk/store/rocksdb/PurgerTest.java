package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.ChunkedBodies;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.Database.Family;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Not a record is left of a purged mailbox, whatever comes between. */
@Timeout(120)
class PurgerTest {
    private static final MailboxId ALICE = new MailboxId("alice");
    private static final MailboxId BOB = new MailboxId("bob");
    private static final int MESSAGES = 6_000;

    @TempDir
    Path directory;

    private volatile int syncsToFailure = Integer.MAX_VALUE;
    private RocksDbMailboxStore store;

    private void open() {
        CommitObserver observer = new CommitObserver() {
            @Override
            public void beforeCommit(int changes) throws Exception {
                if (--syncsToFailure < 0) {
                    throw new IOException("Input/output error");
                }
            }
        };
        store = RocksDbMailboxStore.open(TestStores.settings(directory), InstantSource.system(), observer);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void deliver(MailboxId mailbox, String delivery, int size) {
        AppendResult result = store.append(AppendRequest.delivery(
                mailbox, MessageSource.of(new byte[size]), Optional.of(new DeliveryId(delivery)), QuotaLimits.NONE));
        assertThat(result).isInstanceOf(AppendResult.Appended.class);
    }

    private void fill() {
        List<AppendRequest> appends = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            appends.add(AppendRequest.delivery(
                    ALICE,
                    MessageSource.of(new byte[100]),
                    Optional.of(new DeliveryId("alice-" + i)),
                    QuotaLimits.NONE));
            if (i % 10 == 0) {
                appends.add(AppendRequest.delivery(
                        BOB,
                        MessageSource.of(new byte[100]),
                        Optional.of(new DeliveryId("bob-" + i)),
                        QuotaLimits.NONE));
            }
        }
        assertThat(store.appendAll(appends)).allMatch(AppendResult.Appended.class::isInstance);
        // Several chunks, and enough for a range.
        deliver(ALICE, "large", 700_000);
        deliver(ALICE, "huge", (Purger.CHUNKS_OF_A_RANGE + 2) * ChunkedBodies.CHUNK_OCTETS);
        FolderName filed = FolderName.parse("filed").orElseThrow();
        store.createFolder(ALICE, filed);
        FolderId inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow().id();
        store.copy(ALICE, inbox, UidSet.range(1, 500), filed, QuotaLimits.NONE);
        store.subscribe(ALICE, filed);
        FolderName trash = FolderName.parse("trash").orElseThrow();
        store.createFolder(ALICE, trash);
        store.copy(ALICE, inbox, UidSet.range(200, 700), trash, QuotaLimits.NONE);
        store.deleteFolder(ALICE, trash);
    }

    private int records(Family family, byte[] prefix) {
        return Orphans.records(store.tables(), family, prefix);
    }

    /** All that belongs to BOB and nothing else is there. */
    private void assertNothingIsLeft(int ofAlice) {
        Tables tables = store.tables();
        byte[] all = Keys.ofMailbox(ofAlice);
        for (Family family : List.of(tables.messages, tables.folders, tables.deliveries)) {
            assertThat(records(family, all)).isZero();
        }
        assertThat(tables.database.get(tables.mailboxes, Keys.mailbox(ALICE))).isEmpty();
        for (byte kind : new byte[] {Keys.PURGE, Keys.TRASH, Keys.REFERENCES}) {
            assertThat(records(tables.meta, new byte[] {kind})).isZero();
        }
        assertThat(Orphans.count(tables)).isZero();
        FolderId inbox = store.folder(BOB, FolderName.INBOX).orElseThrow().id();
        assertThat(store.messages(BOB, inbox, UidSet.ALL)).hasSize(MESSAGES / 10);
        assertThat(records(tables.deliveries, Keys.ofMailbox(2))).isEqualTo(MESSAGES / 10);
    }

    @Test
    void notARecordIsLeft() {
        open();
        fill();
        assertThat(store.purge(ALICE)).isEqualTo(new PurgeResult.Purged(true));
        assertNothingIsLeft(1);
    }

    @Test
    void noBatchIsLarge() {
        open();
        fill();
        long before = store.syncs();
        store.purge(ALICE);
        assertThat(store.syncs() - before).isGreaterThanOrEqualTo(2L * MESSAGES / 1_100);
    }

    @Test
    void aPurgeThatFailsInTheMiddleIsFinishedByTheNext() {
        open();
        fill();
        syncsToFailure = 3;
        assertThat(store.purge(ALICE)).isInstanceOf(StoreFailed.class);
        store.close();
        syncsToFailure = Integer.MAX_VALUE;
        open();
        assertThat(store.purge(ALICE)).isInstanceOf(PurgeResult.Purged.class);
        assertNothingIsLeft(1);
    }

    @Test
    void aPurgeThatIsCutShortIsFinishedAfterTheNextStartByItself() {
        open();
        fill();
        syncsToFailure = 2;
        assertThat(store.purge(ALICE)).isInstanceOf(StoreFailed.class);
        store.close();
        syncsToFailure = Integer.MAX_VALUE;
        open();
        // What the thread for that does a moment later.
        store.sweep();
        assertNothingIsLeft(1);
        assertThat(store.purge(ALICE)).isEqualTo(new PurgeResult.Purged(false));
    }

    @Test
    void aKilledProcessLeavesNothingThatStays() throws Exception {
        open();
        fill();
        store.close();
        for (int round = 0; round < 3; round++) {
            PurgingProcess.killedAfter(directory, 2).waitFor(60, TimeUnit.SECONDS);
        }
        open();
        store.purge(ALICE);
        assertNothingIsLeft(1);
    }

    @Test
    void aMessageThatIsBeingWrittenMeanwhileLeavesNothing() throws Exception {
        open();
        fill();
        Thread purging = Thread.ofVirtual().start(() -> store.purge(ALICE));
        for (int i = 0; i < 20; i++) {
            store.append(AppendRequest.delivery(
                    ALICE, MessageSource.of(new byte[600_000]), Optional.empty(), QuotaLimits.NONE));
        }
        purging.join();
        store.purge(ALICE);
        store.purge(ALICE);
        assertThat(Orphans.count(store.tables())).isZero();
    }
}
