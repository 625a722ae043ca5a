package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.delivery;
import static io.postwerk.store.StoreUnderTest.name;
import static io.postwerk.store.StoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.MailboxStore.Watch;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A mailbox goes as a whole and for good, and no other suffers. */
public interface PurgeContract extends StoreUnderTest {
    /** Closes the store and opens it again, if it keeps anything. */
    void reopen();

    private PurgeResult purge() {
        return store().purge(ALICE);
    }

    private static PurgeResult purged(boolean anything) {
        return new PurgeResult.Purged(anything);
    }

    /** Some of everything that a mailbox can have. */
    private void furnish() {
        fill(200);
        create("a/b");
        append(name("a/b"), "filed");
        store().copy(ALICE, id(INBOX), UidSet.range(1, 50), name("a"), QuotaLimits.NONE);
        store().expunge(ALICE, id(INBOX), UidSet.range(10, 20));
        create("gone");
        append(name("gone"), "gone");
        store().deleteFolder(ALICE, name("gone"));
        store().subscribe(ALICE, name("a"));
        store().append(delivery(ALICE, "delivered", "d-1"));
    }

    @Test
    default void nothingIsLeftOfAPurgedMailbox() {
        furnish();
        assertThat(purge()).isEqualTo(purged(true));
        assertThat(store().folders(ALICE)).hasSize(1);
        assertThat(uids(INBOX)).isEmpty();
        assertThat(store().usage(ALICE)).isEqualTo(MailboxUsage.NONE);
        assertThat(store().subscriptions(ALICE)).isEmpty();
        // The delivery is not remembered: it would be somebody else's.
        assertThat(store().append(delivery(ALICE, "delivered", "d-1"))).isInstanceOf(AppendResult.Appended.class);
        assertThat(store().usage(ALICE).messages()).isEqualTo(1);
    }

    @Test
    default void aPurgeIsDurable() {
        furnish();
        purge();
        reopen();
        assertThat(purge()).isEqualTo(purged(false));
        assertThat(store().usage(ALICE)).isEqualTo(MailboxUsage.NONE);
    }

    @Test
    default void thereNeedBeNoSuchMailbox() {
        assertThat(purge()).isEqualTo(purged(false));
        append(INBOX, "x");
        assertThat(purge()).isEqualTo(purged(true));
        assertThat(purge()).isEqualTo(purged(false));
    }

    @Test
    default void othersKeepWhatTheyHave() {
        append(INBOX, "mine");
        for (int i = 1; i <= 100; i++) {
            store().append(request(BOB, INBOX, "bob " + i, Flags.NONE));
            store().append(delivery(BOB, "delivered " + i, "d-" + i));
            append(INBOX, "mine " + i);
        }
        store().createFolder(BOB, name("kept"));
        store().subscribe(BOB, name("kept"));
        FolderId inbox = store().folder(BOB, INBOX).orElseThrow().id();
        MailboxUsage usage = store().usage(BOB);
        purge();
        reopen();
        assertThat(store().usage(BOB)).isEqualTo(usage);
        assertThat(store().messages(BOB, inbox, UidSet.ALL)).hasSize(200);
        assertThat(store().subscriptions(BOB)).containsExactly(name("kept"));
        assertThat(store().append(delivery(BOB, "delivered", "d-7"))).isInstanceOf(AppendResult.Duplicate.class);
    }

    @Test
    default void theNextMailboxOfTheIdIsAnother() {
        create("a");
        Set<FolderId> ids = new HashSet<>();
        long lastValidity = 0;
        for (int i = 0; i < 3; i++) {
            for (Folder folder : store().folders(ALICE)) {
                assertThat(ids.add(folder.id()))
                        .as("folder ids are not used again")
                        .isTrue();
                assertThat(folder.uidValidity()).isGreaterThan(lastValidity);
            }
            lastValidity = store().folders(ALICE).stream()
                    .mapToLong(Folder::uidValidity)
                    .max()
                    .orElseThrow();
            purge();
            reopen();
        }
    }

    @Test
    default void whoHasAFolderOpenIsToldThatItIsGone() {
        FolderId a = create("a").id();
        FolderId inbox = id(INBOX);
        append(name("a"), "x");
        ConcurrentLinkedQueue<FolderChange> seen = new ConcurrentLinkedQueue<>();
        try (Watch watch = store().watch(ALICE, seen::add)) {
            purge();
            assertThat(seen)
                    .contains(
                            new FolderChange(ALICE, a, FolderChange.Kind.DELETED),
                            new FolderChange(ALICE, inbox, FolderChange.Kind.DELETED));
        }
        for (FolderId gone : List.of(a, inbox)) {
            assertThat(store().open(ALICE, gone, OpenMode.SELECT)).isEmpty();
            assertThat(store().message(ALICE, gone, 1)).isEmpty();
            assertThat(store().changesSince(ALICE, gone, 0)).isEqualTo(new NoSuchFolder(false));
            assertThat(store().expunge(ALICE, gone, UidSet.ALL)).isEqualTo(new NoSuchFolder(false));
        }
    }

    @Test
    default void changesUnderWayHappenBeforeOrAfterOrFailAndOthersGoOn() throws Exception {
        fill(500);
        AtomicBoolean stop = new AtomicBoolean();
        Executor virtual = task -> Thread.ofVirtual().start(task);
        CompletableFuture<Integer> bobs = CompletableFuture.supplyAsync(
                () -> {
                    int count = 0;
                    while (!stop.get()) {
                        assertThat(store().append(request(BOB, INBOX, "bob", Flags.NONE)))
                                .isInstanceOf(AppendResult.Appended.class);
                        count++;
                    }
                    return count;
                },
                virtual);
        CompletableFuture<Void> alices = CompletableFuture.runAsync(
                () -> {
                    while (!stop.get()) {
                        assertThat(store().append(request(ALICE, INBOX, "alice", Flags.NONE)))
                                .isInstanceOfAny(AppendResult.Appended.class, NoSuchFolder.class, StoreFailed.class);
                        store().createFolder(ALICE, name("made"));
                    }
                },
                virtual);
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(purge()).isInstanceOf(PurgeResult.Purged.class);
            }
        } finally {
            stop.set(true);
        }
        alices.get();
        int count = bobs.get();
        purge();
        reopen();
        assertThat(store().usage(BOB).messages()).isEqualTo(count);
        assertThat(store().usage(ALICE)).isEqualTo(MailboxUsage.NONE);
        assertThat(store().folders(ALICE)).hasSize(1);
    }
}
