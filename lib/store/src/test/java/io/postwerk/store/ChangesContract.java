package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.name;
import static io.postwerk.store.StoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.MailboxStore.Watch;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.StoreFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What sessions learn of each other's changes, and quota. */
public interface ChangesContract extends StoreUnderTest {
    private Changes.Delta since(long modSeq) {
        return (Changes.Delta) store().changesSince(ALICE, id(INBOX), modSeq);
    }

    @Test
    default void changesSinceTellsWhatHappened() {
        fill(5);
        FolderState state = look(INBOX);
        assertThat(since(state.highestModSeq()).isEmpty()).isTrue();
        flag(2, FlagChange.ADD, Flags.of(SystemFlag.SEEN));
        append(INBOX, "six");
        append(INBOX, "seven");
        store().expunge(ALICE, id(INBOX), UidSet.of(3, 4, 7));
        Changes.Delta delta = since(state.highestModSeq());
        assertThat(delta.changed()).extracting(MessageFlags::uid).containsExactly(2L, 6L);
        assertThat(delta.changed().getFirst().flags()).isEqualTo(Flags.of(SystemFlag.SEEN));
        assertThat(delta.vanished()).isEqualTo(UidSet.of(3, 4, 7));
        assertThat(delta.uidNext()).isEqualTo(8);
        assertThat(delta.highestModSeq()).isEqualTo(folder(INBOX).highestModSeq());
        assertThat(since(delta.highestModSeq()).isEmpty()).isTrue();
        assertThat(since(delta.highestModSeq() + 100).isEmpty()).isTrue();
        assertThat(since(0).changed()).extracting(MessageFlags::uid).containsExactly(1L, 2L, 5L, 6L);
        assertThat(since(0).vanished()).isEqualTo(UidSet.of(3, 4, 7));
        // The state that was taken before has not changed.
        assertThat(state.count()).isEqualTo(5);
        assertThat(state.flags(1)).isEqualTo(Flags.NONE);
    }

    @Test
    default void removalsAreForgottenInTheEnd() {
        fill(1100);
        long modSeq = folder(INBOX).highestModSeq();
        for (int i = 1; i <= 1050; i++) {
            store().expunge(ALICE, id(INBOX), UidSet.of(i));
        }
        assertThat(store().changesSince(ALICE, id(INBOX), modSeq)).isEqualTo(new Changes.TooOld());
        assertThat(since(modSeq + 50).vanished()).isEqualTo(UidSet.range(51, 1050));
    }

    @Test
    default void watchersAreToldInOrderAndAfterTheChangeCanBeRead() {
        Queue<FolderChange> told = new ConcurrentLinkedQueue<>();
        Queue<FolderChange> toldToo = new ConcurrentLinkedQueue<>();
        store().folders(ALICE);
        FolderId inbox = id(INBOX);
        Watch watch = store().watch(ALICE, told::add);
        Watch other = store().watch(ALICE, toldToo::add);
        store().append(request(BOB, INBOX, "not for alice", Flags.NONE));
        FolderId made = create("made").id();
        append(INBOX, "x");
        store().renameFolder(ALICE, name("made"), name("named"));
        store().move(ALICE, inbox, UidSet.ALL, name("named"));
        store().deleteFolder(ALICE, name("named"));
        eventually(() -> toldToo.contains(new FolderChange(ALICE, made, FolderChange.Kind.DELETED)));
        assertThat(told)
                .startsWith(
                        new FolderChange(ALICE, made, FolderChange.Kind.FOLDER),
                        new FolderChange(ALICE, inbox, FolderChange.Kind.MESSAGES),
                        new FolderChange(ALICE, made, FolderChange.Kind.FOLDER))
                .endsWith(new FolderChange(ALICE, made, FolderChange.Kind.DELETED))
                .contains(new FolderChange(ALICE, made, FolderChange.Kind.MESSAGES))
                .allMatch(c -> c.mailbox().equals(ALICE));
        watch.close();
        watch.close();
        int before = told.size();
        int beforeToo = toldToo.size();
        append(INBOX, "y");
        eventually(() -> toldToo.size() > beforeToo);
        other.close();
        assertThat(told).hasSize(before);
    }

    @Test
    default void aFailingWatcherHarmsNobody() {
        Queue<FolderChange> told = new ConcurrentLinkedQueue<>();
        try (Watch ignored = store().watch(ALICE, change -> {
                    throw new IllegalStateException("on purpose");
                });
                Watch alsoIgnored = store().watch(ALICE, told::add)) {
            append(INBOX, "x");
            append(INBOX, "y");
            eventually(() -> told.size() >= 2);
        }
    }

    @Test
    default void quotaIsKeptExactly() {
        create("to");
        long size = StoreUnderTest.message("x").size();
        QuotaLimits two = new QuotaLimits(OptionalLong.of(2 * size), OptionalLong.empty());
        assertThat(append(two)).isInstanceOf(AppendResult.Appended.class);
        assertThat(append(two)).isInstanceOf(AppendResult.Appended.class);
        assertThat(append(two)).isEqualTo(new OverQuota(new MailboxUsage(2 * size, 2)));
        assertThat(append(new QuotaLimits(OptionalLong.empty(), OptionalLong.of(2))))
                .isEqualTo(new OverQuota(new MailboxUsage(2 * size, 2)));
        FolderId inbox = id(INBOX);
        assertThat(store().copy(ALICE, inbox, UidSet.of(1), name("to"), two))
                .isEqualTo(new OverQuota(new MailboxUsage(2 * size, 2)));
        assertThat(store().move(ALICE, inbox, UidSet.of(1), name("to"))).isInstanceOf(CopyResult.Copied.class);
        QuotaLimits three = new QuotaLimits(OptionalLong.of(3 * size), OptionalLong.of(3));
        assertThat(store().copy(ALICE, inbox, UidSet.of(2), name("to"), three)).isInstanceOf(CopyResult.Copied.class);
        assertThat(store().usage(ALICE)).isEqualTo(new MailboxUsage(3 * size, 3));
        store().deleteFolder(ALICE, name("to"));
        assertThat(store().usage(ALICE)).isEqualTo(new MailboxUsage(size, 1));
        store().expunge(ALICE, inbox, UidSet.ALL);
        assertThat(store().usage(ALICE)).isEqualTo(MailboxUsage.NONE);
        assertThat(store().usage(BOB)).isEqualTo(MailboxUsage.NONE);
    }

    private AppendResult append(QuotaLimits limits) {
        return store().append(AppendRequest.delivery(ALICE, StoreUnderTest.message("x"), Optional.empty(), limits));
    }

    @Test
    default void aClosedStoreAnswersSo() {
        fill(1);
        FolderId inbox = id(INBOX);
        store().close();
        store().close();
        assertThat(List.of(
                        store().append(request(ALICE, INBOX, "x", Flags.NONE)),
                        store().createFolder(ALICE, name("x")),
                        store().subscribe(ALICE, INBOX),
                        store().storeFlags(ALICE, inbox, UidSet.ALL, FlagChange.ADD, Flags.NONE),
                        store().expunge(ALICE, inbox, UidSet.ALL),
                        store().copy(ALICE, inbox, UidSet.ALL, INBOX, QuotaLimits.NONE)))
                .allMatch(StoreFailed.class::isInstance);
        assertThatThrownBy(() -> store().folders(ALICE)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().message(ALICE, inbox, 1)).isInstanceOf(StoreException.class);
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within 20 s");
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
