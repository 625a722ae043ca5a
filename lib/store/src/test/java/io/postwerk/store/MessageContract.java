package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.name;
import static io.postwerk.store.StoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.StoreFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Appending, reading, copying and removing messages. */
public interface MessageContract extends StoreUnderTest {
    @Test
    default void uidsAndModSequencesAscend() {
        // RFC 3501 2.3.1.1
        Folder before = folder(INBOX);
        List<AppendResult.Appended> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(append(INBOX, "m" + i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(results.get(i).uid()).isEqualTo(i + 1);
            assertThat(results.get(i).uidValidity()).isEqualTo(before.uidValidity());
            assertThat(results.get(i).modSeq())
                    .isGreaterThan(
                            i == 0 ? before.highestModSeq() : results.get(i - 1).modSeq());
        }
        Folder after = folder(INBOX);
        assertThat(after.uidNext()).isEqualTo(11);
        assertThat(after.messages()).isEqualTo(10);
        assertThat(after.highestModSeq()).isEqualTo(results.getLast().modSeq());
        store().expunge(ALICE, id(INBOX), UidSet.of(10));
        assertThat(append(INBOX, "next").uid()).isEqualTo(11);
    }

    @Test
    default void aMessageIsReadAsItWasWritten() throws IOException {
        MessageSource source = StoreUnderTest.message("Grüße");
        Flags flags = Flags.of(List.of(SystemFlag.SEEN, SystemFlag.DRAFT), List.of("$Forwarded"));
        AppendResult.Appended appended = (AppendResult.Appended) store().append(new AppendRequest(
                ALICE, INBOX, source, flags, Optional.of(DATE.plusMillis(999)), Optional.empty(), QuotaLimits.NONE));
        StoredMessage message = store().message(ALICE, id(INBOX), 1).orElseThrow();
        assertThat(message.uid()).isEqualTo(1);
        assertThat(message.modSeq()).isEqualTo(appended.modSeq());
        assertThat(message.flags()).isEqualTo(flags);
        assertThat(message.internalDate()).isEqualTo(DATE);
        assertThat(message.size()).isEqualTo(source.size());
        assertThat(message.body().readAll()).isEqualTo(source.readAll());
        assertThat(message.summary()).isEqualTo(MessageSummary.of(source));
        FolderState state = look(INBOX);
        assertThat(state.count()).isEqualTo(1);
        assertThat(state.uidNext()).isEqualTo(2);
        assertThat(state.flags(0)).isEqualTo(flags);
        assertThat(state.has(0, SystemFlag.SEEN)).isTrue();
        assertThat(state.has(0, SystemFlag.DELETED)).isFalse();
        assertThat(state.octets(0)).isEqualTo(source.size());
        assertThat(state.internalDate(0)).isEqualTo(DATE);
        assertThat(state.modSeq(0)).isEqualTo(appended.modSeq());
        assertThat(state.keywords()).containsExactly("$Forwarded");
        assertThat(state.takesKeywords()).isTrue();
        assertThat(store().message(ALICE, id(INBOX), 2)).isEmpty();
        assertThat(store().message(BOB, store().folder(BOB, INBOX).orElseThrow().id(), 1))
                .isEmpty();
    }

    @Test
    default void withoutADateItIsNow() {
        store().append(AppendRequest.delivery(ALICE, StoreUnderTest.message("x"), Optional.empty(), QuotaLimits.NONE));
        assertThat(look(INBOX).internalDate(0)).isEqualTo(Instant.parse("2024-06-01T00:00:00Z"));
    }

    @Test
    default void datesBeyond32BitsAreTheNextThatFits() {
        for (String date : List.of("1969-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z")) {
            store().append(new AppendRequest(
                    ALICE,
                    INBOX,
                    StoreUnderTest.message("x"),
                    Flags.NONE,
                    Optional.of(Instant.parse(date)),
                    Optional.empty(),
                    QuotaLimits.NONE));
        }
        FolderState state = look(INBOX);
        assertThat(state.internalDate(0)).isEqualTo(Instant.EPOCH);
        assertThat(state.internalDate(1)).isEqualTo(Instant.ofEpochSecond(0xFFFF_FFFFL));
        assertThat(state.internalDate(2)).isEqualTo(Instant.ofEpochSecond(0xFFFF_FFFFL));
    }

    @Test
    default void messagesOfAnySizeAreReadInAnyOrder() throws IOException {
        Random random = new Random(1);
        int[] sizes = {0, 1, 100, 4096, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 600_000, 3_000_000};
        List<byte[]> contents = new ArrayList<>();
        for (int size : sizes) {
            byte[] octets = new byte[size];
            random.nextBytes(octets);
            contents.add(octets);
            assertThat(store().append(new AppendRequest(
                            ALICE,
                            INBOX,
                            MessageSource.of(octets),
                            Flags.NONE,
                            Optional.empty(),
                            Optional.empty(),
                            QuotaLimits.NONE)))
                    .isInstanceOf(AppendResult.Appended.class);
        }
        List<StoredMessage> messages = store().messages(ALICE, id(INBOX), UidSet.ALL);
        assertThat(messages).hasSize(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            MessageSource body = messages.get(i).body();
            byte[] octets = contents.get(i);
            assertThat(body.size()).isEqualTo(octets.length);
            assertThat(body.readAll()).isEqualTo(octets);
            assertThat(body.read(octets.length, ByteBuffer.allocate(1))).isEqualTo(-1);
            for (int round = 0; round < 20; round++) {
                int from = random.nextInt(octets.length + 1);
                int length = random.nextInt(octets.length - from + 1);
                try (InputStream in = body.open(from, length)) {
                    assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(octets, from, from + length));
                }
            }
        }
        assertThat(store().usage(ALICE))
                .isEqualTo(new MailboxUsage(Arrays.stream(sizes).asLongStream().sum(), sizes.length));
    }

    @Test
    default void aMessageThatCannotBeReadIsNotAppended() {
        MessageSource broken = new MessageSource() {
            @Override
            public long size() {
                return 1_000_000;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                if (position > 500_000) {
                    throw new IOException("the line broke");
                }
                target.put((byte) 'x');
                return 1;
            }

            @Override
            public void close() {
                // Nothing to release.
            }
        };
        AppendResult result = store().append(
                        AppendRequest.delivery(ALICE, broken, Optional.of(new DeliveryId("d")), QuotaLimits.NONE));
        assertThat(result).isInstanceOf(StoreFailed.class);
        assertThat(folder(INBOX).messages()).isZero();
        assertThat(store().usage(ALICE)).isEqualTo(MailboxUsage.NONE);
        assertThat(store().append(StoreUnderTest.delivery(ALICE, "later", "d")))
                .isInstanceOf(AppendResult.Appended.class);
    }

    @Test
    default void messagesAreFoundByUid() {
        fill(10);
        store().expunge(ALICE, id(INBOX), UidSet.of(List.of(new UidSet.Range(3, 5), new UidSet.Range(8, 8))));
        UidSet wanted = UidSet.of(List.of(new UidSet.Range(2, 6), new UidSet.Range(9, UidSet.MAX_UID)));
        assertThat(store().messages(ALICE, id(INBOX), wanted))
                .extracting(StoredMessage::uid)
                .containsExactly(2L, 6L, 9L, 10L);
        FolderState state = look(INBOX);
        assertThat(uids(INBOX)).containsExactly(1L, 2L, 6L, 7L, 9L, 10L);
        assertThat(state.indexOf(6)).isEqualTo(2);
        assertThat(state.indexOf(10)).isEqualTo(5);
        assertThat(state.indexOf(3)).isEqualTo(-3);
        assertThat(state.indexOf(11)).isEqualTo(-7);
        assertThat(store().messages(ALICE, id(INBOX), UidSet.EMPTY)).isEmpty();
    }

    @Test
    default void severalAppendsAreAnsweredInOrder() {
        List<AppendResult> results = store().appendAll(List.of(
                request(ALICE, INBOX, "a", Flags.NONE),
                request(ALICE, name("missing"), "b", Flags.NONE),
                request(BOB, INBOX, "c", Flags.NONE),
                request(ALICE, INBOX, "d", Flags.NONE)));
        assertThat(results.get(0))
                .isInstanceOfSatisfying(
                        AppendResult.Appended.class, a -> assertThat(a.uid()).isEqualTo(1));
        assertThat(results.get(1)).isEqualTo(new NoSuchFolder(true));
        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        AppendResult.Appended.class, a -> assertThat(a.uid()).isEqualTo(1));
        assertThat(results.get(3))
                .isInstanceOfSatisfying(
                        AppendResult.Appended.class, a -> assertThat(a.uid()).isEqualTo(2));
        assertThat(store().appendAll(List.of())).isEmpty();
    }

    @Test
    default void aDeliveryComesOnce() {
        AppendResult.Appended first = (AppendResult.Appended) store().append(StoreUnderTest.delivery(ALICE, "x", "d1"));
        AppendResult.Duplicate replay = new AppendResult.Duplicate(first.uidValidity(), first.uid());
        assertThat(store().append(StoreUnderTest.delivery(ALICE, "x", "d1"))).isEqualTo(replay);
        // Another mailbox, another id: other deliveries.
        assertThat(store().append(StoreUnderTest.delivery(BOB, "x", "d1"))).isInstanceOf(AppendResult.Appended.class);
        assertThat(store().append(StoreUnderTest.delivery(ALICE, "x", "d2"))).isInstanceOf(AppendResult.Appended.class);
        assertThat(uids(INBOX)).containsExactly(1L, 2L);
        // Also when the message is gone, or the mailbox has no more room.
        store().expunge(ALICE, id(INBOX), UidSet.ALL);
        assertThat(store().append(StoreUnderTest.delivery(ALICE, "x", "d1"))).isEqualTo(replay);
        assertThat(uids(INBOX)).isEmpty();
        List<AppendResult> together = store().appendAll(
                        List.of(StoreUnderTest.delivery(ALICE, "y", "d3"), StoreUnderTest.delivery(ALICE, "y", "d3")));
        assertThat(together.get(0)).isInstanceOf(AppendResult.Appended.class);
        assertThat(together.get(1)).isEqualTo(new AppendResult.Duplicate(first.uidValidity(), 3));
    }

    @Test
    default void copiesKeepFlagsDatesAndContent() throws IOException {
        create("to");
        fill(3);
        flag(2, FlagChange.ADD, Flags.of(List.of(SystemFlag.FLAGGED), List.of("work")));
        append(name("to"), "before");
        CopyResult.Copied copied =
                (CopyResult.Copied) store().copy(ALICE, id(INBOX), UidSet.range(2, 100), name("to"), QuotaLimits.NONE);
        assertThat(copied.uidValidity()).isEqualTo(folder(name("to")).uidValidity());
        assertThat(copied.uids()).containsExactly(new CopyResult.Pair(2, 2), new CopyResult.Pair(3, 3));
        assertThat(uids(INBOX)).containsExactly(1L, 2L, 3L);
        StoredMessage copy = store().message(ALICE, id(name("to")), 2).orElseThrow();
        assertThat(copy.flags()).isEqualTo(Flags.of(List.of(SystemFlag.FLAGGED), List.of("work")));
        assertThat(copy.internalDate()).isEqualTo(DATE);
        assertThat(subject(name("to"), 2)).isEqualTo("message 2");
        assertThat(store().usage(ALICE).messages()).isEqualTo(6);
        // The copy lives on without the original, and the other way round.
        store().expunge(ALICE, id(INBOX), UidSet.of(2));
        assertThat(copy.body().readAll())
                .isEqualTo(StoreUnderTest.message("message 2").readAll());
        store().copy(ALICE, id(name("to")), UidSet.of(2), name("to"), QuotaLimits.NONE);
        store().expunge(ALICE, id(name("to")), UidSet.of(2, 3));
        assertThat(subject(name("to"), 4)).isEqualTo("message 2");
        assertThat(store().copy(ALICE, id(INBOX), UidSet.of(77), name("to"), QuotaLimits.NONE))
                .isEqualTo(new CopyResult.Copied(copied.uidValidity(), List.of()));
    }

    @Test
    default void aMoveTakesTheMessagesAway() {
        create("to");
        fill(4);
        flag(3, FlagChange.ADD, Flags.of(SystemFlag.ANSWERED));
        MailboxUsage before = store().usage(ALICE);
        long modSeq = folder(INBOX).highestModSeq();
        CopyResult.Copied moved = (CopyResult.Copied) store().move(ALICE, id(INBOX), UidSet.of(1, 3), name("to"));
        assertThat(moved.uids()).containsExactly(new CopyResult.Pair(1, 1), new CopyResult.Pair(3, 2));
        assertThat(uids(INBOX)).containsExactly(2L, 4L);
        assertThat(flags(name("to"), 2)).isEqualTo(Flags.of(SystemFlag.ANSWERED));
        assertThat(store().usage(ALICE)).isEqualTo(before);
        assertThat(((Changes.Delta) store().changesSince(ALICE, id(INBOX), modSeq)).vanished())
                .isEqualTo(UidSet.of(1, 3));
        // RFC 6851 3.3: a move to the same folder gives the message a new UID.
        moved = (CopyResult.Copied) store().move(ALICE, id(INBOX), UidSet.of(2), INBOX);
        assertThat(moved.uids()).containsExactly(new CopyResult.Pair(2, 5));
        assertThat(uids(INBOX)).containsExactly(4L, 5L);
        assertThat(subject(INBOX, 5)).isEqualTo("message 2");
    }

    @Test
    default void expungedMessagesAreGone() {
        fill(5);
        flag(2, FlagChange.ADD, Flags.of(SystemFlag.DELETED));
        flag(4, FlagChange.ADD, Flags.of(SystemFlag.DELETED));
        long modSeq = folder(INBOX).highestModSeq();
        assertThat(store().expungeDeleted(ALICE, id(INBOX), UidSet.range(1, 3)))
                .isEqualTo(new ExpungeResult.Expunged(UidSet.of(2)));
        assertThat(store().expunge(ALICE, id(INBOX), UidSet.of(1, 2, 9)))
                .isEqualTo(new ExpungeResult.Expunged(UidSet.of(1)));
        assertThat(uids(INBOX)).containsExactly(3L, 4L, 5L);
        assertThat(folder(INBOX).highestModSeq()).isGreaterThan(modSeq);
        modSeq = folder(INBOX).highestModSeq();
        assertThat(store().expunge(ALICE, id(INBOX), UidSet.of(1))).isEqualTo(new ExpungeResult.Expunged(UidSet.EMPTY));
        assertThat(folder(INBOX).highestModSeq()).isEqualTo(modSeq);
        assertThat(store().usage(ALICE).messages()).isEqualTo(3);
    }

    @Test
    default void aMessageInHandStaysReadableWhenItIsExpunged() throws IOException {
        byte[] octets = new byte[700_000];
        store().append(AppendRequest.delivery(ALICE, MessageSource.of(octets), Optional.empty(), QuotaLimits.NONE));
        StoredMessage message = store().message(ALICE, id(INBOX), 1).orElseThrow();
        store().expunge(ALICE, id(INBOX), UidSet.ALL);
        assertThat(message.body().readAll()).hasSize(700_000);
    }
}
