package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.name;
import static io.postwerk.store.StoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.LimitReached;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Flags, keywords, what is recent and what is unseen. */
public interface FlagContract extends StoreUnderTest {
    Flags SEEN = Flags.of(SystemFlag.SEEN);

    private static Flags keyword(String... keywords) {
        return Flags.of(List.of(), List.of(keywords));
    }

    @Test
    default void flagsAreAddedRemovedAndReplaced() {
        fill(2);
        flag(1, FlagChange.ADD, Flags.of(List.of(SystemFlag.SEEN), List.of("one")));
        flag(1, FlagChange.ADD, Flags.of(List.of(SystemFlag.FLAGGED), List.of("two")));
        assertThat(flags(INBOX, 1))
                .isEqualTo(Flags.of(List.of(SystemFlag.SEEN, SystemFlag.FLAGGED), List.of("one", "two")));
        flag(1, FlagChange.REMOVE, Flags.of(List.of(SystemFlag.SEEN, SystemFlag.DRAFT), List.of("ONE", "three")));
        assertThat(flags(INBOX, 1)).isEqualTo(Flags.of(List.of(SystemFlag.FLAGGED), List.of("two")));
        flag(1, FlagChange.REPLACE, Flags.of(List.of(SystemFlag.DELETED), List.of("four")));
        assertThat(flags(INBOX, 1)).isEqualTo(Flags.of(List.of(SystemFlag.DELETED), List.of("four")));
        flag(1, FlagChange.REPLACE, Flags.NONE);
        assertThat(flags(INBOX, 1)).isEqualTo(Flags.NONE);
        assertThat(flags(INBOX, 2)).isEqualTo(Flags.NONE);
        // What was removed without being known is no keyword of the folder.
        assertThat(look(INBOX).keywords()).containsExactly("one", "two", "four");
    }

    @Test
    default void onlyWhatChangesGetsAModSequence() {
        // RFC 7162 3.1
        fill(3);
        flag(2, FlagChange.ADD, SEEN);
        Folder before = folder(INBOX);
        long modSeqOf2 = look(INBOX).modSeq(1);
        assertThat(modSeqOf2).isEqualTo(before.highestModSeq());
        FlagsResult.Changed changed =
                (FlagsResult.Changed) store().storeFlags(ALICE, id(INBOX), UidSet.ALL, FlagChange.ADD, SEEN);
        assertThat(changed.messages()).extracting(MessageFlags::uid).containsExactly(1L, 2L, 3L);
        assertThat(changed.messages()).extracting(MessageFlags::flags).containsOnly(SEEN);
        assertThat(changed.messages().get(1).modSeq()).isEqualTo(modSeqOf2);
        assertThat(changed.messages().get(0).modSeq()).isGreaterThan(modSeqOf2);
        assertThat(folder(INBOX).highestModSeq())
                .isEqualTo(changed.messages().get(2).modSeq());
        long modSeq = folder(INBOX).highestModSeq();
        store().storeFlags(ALICE, id(INBOX), UidSet.ALL, FlagChange.ADD, SEEN);
        store().storeFlags(ALICE, id(INBOX), UidSet.of(50), FlagChange.ADD, keyword("x"));
        assertThat(folder(INBOX).highestModSeq()).isEqualTo(modSeq);
        assertThat(look(INBOX).keywords()).isEmpty();
    }

    @Test
    default void keywordsKeepTheirFirstSpelling() {
        fill(2);
        flag(1, FlagChange.ADD, keyword("$Junk"));
        flag(2, FlagChange.ADD, keyword("$JUNK"));
        assertThat(flags(INBOX, 2).keywords()).containsExactly("$Junk");
        assertThat(flags(INBOX, 2)).isEqualTo(flags(INBOX, 1));
        store().append(request(ALICE, INBOX, "x", keyword("$junk")));
        assertThat(flags(INBOX, 3).keywords()).containsExactly("$Junk");
        assertThat(look(INBOX).keywords()).containsExactly("$Junk");
    }

    @Test
    default void aFolderTakes56Keywords() {
        fill(1);
        String[] many = IntStream.range(0, 56).mapToObj(i -> "k" + i).toArray(String[]::new);
        flag(1, FlagChange.ADD, keyword(many));
        assertThat(flags(INBOX, 1).keywords()).hasSize(56);
        assertThat(look(INBOX).takesKeywords()).isFalse();
        LimitReached refused = new LimitReached(LimitReached.Limit.KEYWORDS);
        assertThat(flag(1, FlagChange.ADD, keyword("one-more"))).isEqualTo(refused);
        assertThat(store().append(request(ALICE, INBOX, "x", keyword("one-more"))))
                .isEqualTo(refused);
        create("other");
        store().append(request(ALICE, name("other"), "x", keyword("one-more")));
        assertThat(store().copy(ALICE, id(name("other")), UidSet.ALL, INBOX, QuotaLimits.NONE))
                .isEqualTo(refused);
        assertThat(store().move(ALICE, id(name("other")), UidSet.ALL, INBOX)).isEqualTo(refused);
        assertThat(flag(1, FlagChange.ADD, keyword("K7"))).isInstanceOf(FlagsResult.Changed.class);
        assertThat(flag(1, FlagChange.REMOVE, keyword("one-more"))).isInstanceOf(FlagsResult.Changed.class);
        assertThat(folder(INBOX).messages()).isEqualTo(1);
    }

    @Test
    default void unseenAndSizesAreCounted() {
        append(INBOX, "a");
        append(INBOX, "b", SystemFlag.SEEN);
        append(INBOX, "c");
        assertThat(folder(INBOX).unseen()).isEqualTo(2);
        flag(1, FlagChange.ADD, SEEN);
        assertThat(folder(INBOX).unseen()).isEqualTo(1);
        flag(2, FlagChange.REMOVE, SEEN);
        assertThat(folder(INBOX).unseen()).isEqualTo(2);
        store().expunge(ALICE, id(INBOX), UidSet.of(1, 3));
        assertThat(folder(INBOX).unseen()).isEqualTo(1);
        assertThat(folder(INBOX).octets()).isEqualTo(StoreUnderTest.message("b").size());
        create("to");
        store().move(ALICE, id(INBOX), UidSet.ALL, name("to"));
        assertThat(folder(INBOX).unseen()).isZero();
        assertThat(folder(INBOX).octets()).isZero();
        assertThat(folder(name("to")).unseen()).isEqualTo(1);
        assertThat(folder(name("to")).octets())
                .isEqualTo(StoreUnderTest.message("b").size());
    }

    @Test
    default void exactlyOneSessionSeesAMessageAsRecent() {
        // RFC 3501 2.3.2
        fill(2);
        FolderId inbox = id(INBOX);
        assertThat(folder(INBOX).recent()).isEqualTo(2);
        assertThat(store().open(ALICE, inbox, OpenMode.EXAMINE).orElseThrow().recent())
                .isEqualTo(UidSet.EMPTY);
        FolderState first = store().open(ALICE, inbox, OpenMode.SELECT).orElseThrow();
        assertThat(first.recent()).isEqualTo(UidSet.range(1, 2));
        assertThat(folder(INBOX).recent()).isZero();
        assertThat(store().open(ALICE, inbox, OpenMode.SELECT).orElseThrow().recent())
                .isEqualTo(UidSet.EMPTY);
        append(INBOX, "x");
        append(INBOX, "y");
        store().expunge(ALICE, inbox, UidSet.of(3));
        assertThat(folder(INBOX).recent()).isEqualTo(1);
        assertThat(store().claimRecent(ALICE, inbox)).isEqualTo(UidSet.of(4));
        assertThat(store().claimRecent(ALICE, inbox)).isEqualTo(UidSet.EMPTY);
        create("to");
        store().copy(ALICE, inbox, UidSet.of(1), name("to"), QuotaLimits.NONE);
        assertThat(folder(name("to")).recent()).isEqualTo(1);
    }
}
