package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sync comes before anybody is told, and before anybody sees the change. */
@Timeout(60)
class CommitOrderTest {
    private static final MailboxId ALICE = new MailboxId("alice");
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    @TempDir
    Path directory;

    private final Semaphore reached = new Semaphore(0);
    private final Semaphore mayGoOn = new Semaphore(0);
    private volatile boolean hold;
    private volatile boolean fail;

    private final CommitObserver observer = new CommitObserver() {
        @Override
        public void beforeCommit(int changes) throws Exception {
            if (fail) {
                throw new IOException("Input/output error");
            }
            if (hold) {
                reached.release();
                mayGoOn.acquire();
            }
        }
    };

    private RocksDbMailboxStore open() {
        return RocksDbMailboxStore.open(TestStores.settings(directory), InstantSource.system(), observer);
    }

    private static AppendRequest message(int size) {
        return AppendRequest.delivery(ALICE, MessageSource.of(new byte[size]), Optional.empty(), QuotaLimits.NONE);
    }

    @Test
    void noAppendIsAnsweredOrSeenBeforeItsSync() throws Exception {
        try (RocksDbMailboxStore store = open()) {
            store.folders(ALICE);
            hold = true;
            List<CompletableFuture<AppendResult>> results = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int size = i % 3 == 0 ? 300_000 : 100;
                results.add(CompletableFuture.supplyAsync(() -> store.append(message(size)), VIRTUAL));
            }
            reached.acquire();
            assertThat(results).noneMatch(CompletableFuture::isDone);
            assertThat(store.folder(ALICE, FolderName.INBOX).orElseThrow().messages())
                    .isZero();
            assertThat(store.usage(ALICE).messages()).isZero();
            hold = false;
            mayGoOn.release(100);
            List<Long> uids = new ArrayList<>();
            for (CompletableFuture<AppendResult> result : results) {
                uids.add(((AppendResult.Appended) result.get()).uid());
            }
            assertThat(uids).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
            assertThat(store.failure()).isEmpty();
            assertThat(store.changes()).isEqualTo(11);
            assertThat(store.syncs()).isLessThanOrEqualTo(11);
        }
    }

    @Test
    void afterAFailedSyncNothingIsTakenAndAllThatWasAcknowledgedIsRead() throws IOException {
        try (RocksDbMailboxStore store = open()) {
            assertThat(store.append(message(100))).isInstanceOf(AppendResult.Appended.class);
            assertThat(store.append(message(300_000))).isInstanceOf(AppendResult.Appended.class);
            fail = true;
            assertThat(store.append(message(300_000))).isInstanceOf(StoreFailed.class);
            fail = false;
            assertThat(store.append(message(100))).isInstanceOf(StoreFailed.class);
            assertThat(store.createFolder(ALICE, FolderName.parse("a").orElseThrow()))
                    .isInstanceOf(StoreFailed.class);
            assertThat(store.appendAll(List.of(message(1), message(2)))).allMatch(StoreFailed.class::isInstance);
            assertThat(store.failure().orElseThrow()).contains("Input/output error");
            var inbox = store.folder(ALICE, FolderName.INBOX).orElseThrow();
            assertThat(inbox.messages()).isEqualTo(2);
            assertThat(store.messages(ALICE, inbox.id(), UidSet.ALL)
                            .get(1)
                            .body()
                            .readAll())
                    .hasSize(300_000);
        }
        try (RocksDbMailboxStore store = open()) {
            assertThat(store.failure()).isEmpty();
            assertThat(store.append(message(100)))
                    .isInstanceOfSatisfying(
                            AppendResult.Appended.class,
                            a -> assertThat(a.uid()).isEqualTo(3));
            assertThat(store.createFolder(ALICE, FolderName.parse("a").orElseThrow()))
                    .isInstanceOf(FolderResult.Done.class);
            store.sweep();
            assertThat(Orphans.count(store.tables())).isZero();
        }
    }
}
