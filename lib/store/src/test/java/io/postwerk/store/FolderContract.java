package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.SubscriptionResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Folders, their names and subscriptions. */
public interface FolderContract extends StoreUnderTest {
    private List<String> names() {
        return store().folders(ALICE).stream().map(f -> f.name().value()).toList();
    }

    @Test
    default void aMailboxHasAnEmptyInboxFromItsFirstUse() {
        assertThat(store().folders(ALICE)).hasSize(1);
        Folder inbox = folder(INBOX);
        assertThat(inbox.name().value()).isEqualTo("INBOX");
        assertThat(inbox.uidValidity()).isBetween(1L, UidSet.MAX_UID);
        assertThat(inbox.uidNext()).isEqualTo(1);
        assertThat(inbox.highestModSeq()).isEqualTo(1);
        assertThat(inbox.messages()).isZero();
        assertThat(store().folder(ALICE, inbox.id())).contains(inbox);
        assertThat(store().usage(BOB)).isEqualTo(MailboxUsage.NONE);
        assertThat(store().folders(BOB)).hasSize(1);
    }

    @Test
    default void aFolderIsMadeWithTheLevelsAboveIt() {
        // RFC 3501 6.3.3
        Folder made = create("a/b/c");
        assertThat(made.name()).isEqualTo(name("a/b/c"));
        assertThat(names()).containsExactly("INBOX", "a", "a/b", "a/b/c");
        assertThat(store().createFolder(ALICE, name("a/b"))).isEqualTo(new FolderResult.AlreadyExists(name("a/b")));
        assertThat(store().createFolder(ALICE, name("inbox"))).isEqualTo(new FolderResult.AlreadyExists(INBOX));
        assertThat(store().folders(BOB)).hasSize(1);
    }

    @Test
    default void idsAndUidValiditiesAreNeverUsedAgain() {
        Set<Long> validities = new HashSet<>();
        Set<FolderId> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Folder made = create("again");
            assertThat(validities.add(made.uidValidity())).isTrue();
            assertThat(ids.add(made.id())).isTrue();
            assertThat(made.uidNext()).isEqualTo(1);
            append(name("again"), "x");
            store().deleteFolder(ALICE, name("again"));
        }
    }

    @Test
    default void aDeletedFolderIsGoneWithItsMessages() {
        // RFC 3501 6.3.4
        create("a/b");
        append(name("a"), "x");
        append(INBOX, "stays");
        FolderId id = id(name("a"));
        assertThat(store().deleteFolder(ALICE, name("a"))).isInstanceOf(FolderResult.Done.class);
        assertThat(names()).containsExactly("INBOX", "a/b");
        assertThat(store().usage(ALICE).messages()).isEqualTo(1);
        assertThat(store().folder(ALICE, id)).isEmpty();
        assertThat(store().deleteFolder(ALICE, name("a"))).isEqualTo(new NoSuchFolder(false));
        assertThat(store().deleteFolder(ALICE, INBOX)).isEqualTo(new FolderResult.NotAllowed());
    }

    @Test
    default void everythingAnswersForADeletedFolder() {
        FolderId gone = create("gone").id();
        append(name("gone"), "x");
        store().deleteFolder(ALICE, name("gone"));
        UidSet all = UidSet.ALL;
        assertThat(store().open(ALICE, gone, OpenMode.SELECT)).isEmpty();
        assertThat(store().claimRecent(ALICE, gone)).isEqualTo(UidSet.EMPTY);
        assertThat(store().message(ALICE, gone, 1)).isEmpty();
        assertThat(store().messages(ALICE, gone, all)).isEmpty();
        assertThat(store().changesSince(ALICE, gone, 0)).isEqualTo(new NoSuchFolder(false));
        assertThat(store().storeFlags(ALICE, gone, all, FlagChange.ADD, Flags.NONE))
                .isEqualTo(new NoSuchFolder(false));
        assertThat(store().expunge(ALICE, gone, all)).isEqualTo(new NoSuchFolder(false));
        assertThat(store().expungeDeleted(ALICE, gone, all)).isEqualTo(new NoSuchFolder(false));
        assertThat(store().copy(ALICE, gone, all, INBOX, QuotaLimits.NONE)).isEqualTo(new NoSuchFolder(false));
        assertThat(store().move(ALICE, gone, all, INBOX)).isEqualTo(new NoSuchFolder(false));
        assertThat(store().copy(ALICE, id(INBOX), all, name("gone"), QuotaLimits.NONE))
                .isEqualTo(new NoSuchFolder(true));
        assertThat(store().append(StoreUnderTest.request(ALICE, name("gone"), "x", Flags.NONE)))
                .isEqualTo(new NoSuchFolder(true));
    }

    @Test
    default void aFolderIsRenamedWithAllBelowIt() {
        // RFC 3501 6.3.5
        create("a/b/c");
        create("ab");
        append(name("a/b"), "kept");
        Folder before = folder(name("a/b"));
        assertThat(store().renameFolder(ALICE, name("a"), name("x/y"))).isInstanceOf(FolderResult.Done.class);
        assertThat(names()).containsExactly("INBOX", "ab", "x", "x/y", "x/y/b", "x/y/b/c");
        Folder after = folder(name("x/y/b"));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.uidValidity()).isEqualTo(before.uidValidity());
        assertThat(subject(name("x/y/b"), 1)).isEqualTo("kept");
    }

    @Test
    default void aLevelThatIsNoFolderIsRenamedToo() {
        create("a/b");
        store().deleteFolder(ALICE, name("a"));
        assertThat(store().renameFolder(ALICE, name("a"), name("z"))).isInstanceOf(FolderResult.Done.class);
        assertThat(names()).containsExactly("INBOX", "z/b");
    }

    @Test
    default void aFolderMayMoveUpIntoItsPlace() {
        create("a/b/b");
        create("a/b/c");
        store().deleteFolder(ALICE, name("a"));
        assertThat(store().renameFolder(ALICE, name("a/b"), name("a"))).isInstanceOf(FolderResult.Done.class);
        assertThat(names()).containsExactly("INBOX", "a", "a/b", "a/c");
    }

    @Test
    default void someRenamesAreRefused() {
        create("a/b");
        create("c/b");
        assertThat(store().renameFolder(ALICE, name("x"), name("y"))).isEqualTo(new NoSuchFolder(false));
        assertThat(store().renameFolder(ALICE, name("a"), name("c")))
                .isEqualTo(new FolderResult.AlreadyExists(name("c")));
        assertThat(store().renameFolder(ALICE, name("a"), name("a")))
                .isEqualTo(new FolderResult.AlreadyExists(name("a")));
        assertThat(store().renameFolder(ALICE, name("a"), INBOX)).isEqualTo(new FolderResult.AlreadyExists(INBOX));
        assertThat(store().renameFolder(ALICE, INBOX, name("a"))).isEqualTo(new FolderResult.AlreadyExists(name("a")));
        assertThat(store().renameFolder(ALICE, name("a"), name("a/b/d"))).isEqualTo(new FolderResult.NotAllowed());
        store().deleteFolder(ALICE, name("c"));
        assertThat(store().renameFolder(ALICE, name("a"), name("c")))
                .isEqualTo(new FolderResult.AlreadyExists(name("c/b")));
        String deep = "d/".repeat(30) + "d";
        assertThat(store().renameFolder(ALICE, name("a"), name(deep))).isInstanceOf(FolderResult.Done.class);
        assertThat(store().renameFolder(ALICE, name("d"), name("e/e"))).isEqualTo(new FolderResult.NotAllowed());
    }

    @Test
    default void renamingInboxMovesItsMessages() {
        // RFC 3501 6.3.5
        create("INBOX/below");
        append(INBOX, "one");
        append(INBOX, "two", SystemFlag.SEEN);
        Folder inbox = folder(INBOX);
        FolderResult.Done done = (FolderResult.Done) store().renameFolder(ALICE, INBOX, name("old/mail"));
        assertThat(done.folder().messages()).isEqualTo(2);
        assertThat(names()).containsExactly("INBOX", "INBOX/below", "old", "old/mail");
        assertThat(folder(INBOX).id()).isEqualTo(inbox.id());
        assertThat(folder(INBOX).uidValidity()).isEqualTo(inbox.uidValidity());
        assertThat(folder(INBOX).uidNext()).isEqualTo(3);
        assertThat(uids(INBOX)).isEmpty();
        assertThat(subject(name("old/mail"), 2)).isEqualTo("two");
        assertThat(flags(name("old/mail"), 2)).isEqualTo(Flags.of(SystemFlag.SEEN));
        assertThat(append(INBOX, "three").uid()).isEqualTo(3);
    }

    @Test
    default void subscriptionsAreNamesAndNoFolders() {
        assertThat(store().subscriptions(ALICE)).isEmpty();
        assertThat(store().subscribe(ALICE, name("no/such"))).isEqualTo(new SubscriptionResult.Done(true));
        assertThat(store().subscribe(ALICE, name("no/such"))).isEqualTo(new SubscriptionResult.Done(false));
        store().subscribe(ALICE, name("inbox"));
        create("a");
        store().subscribe(ALICE, name("a"));
        store().renameFolder(ALICE, name("a"), name("b"));
        store().deleteFolder(ALICE, name("b"));
        // RFC 3501 6.3.6: the server does not remove names of its own accord.
        assertThat(store().subscriptions(ALICE)).containsExactly(INBOX, name("a"), name("no/such"));
        assertThat(store().subscriptions(BOB)).isEmpty();
        assertThat(store().unsubscribe(ALICE, name("a"))).isEqualTo(new SubscriptionResult.Done(true));
        assertThat(store().unsubscribe(ALICE, name("a"))).isEqualTo(new SubscriptionResult.Done(false));
        assertThat(store().subscriptions(ALICE)).containsExactly(INBOX, name("no/such"));
    }
}
