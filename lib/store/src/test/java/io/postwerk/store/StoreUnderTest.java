package io.postwerk.store;

import io.postwerk.mail.MessageSource;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.FolderResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** What every part of the contract has at hand: a fresh store, and short words for what is done with it often. */
public interface StoreUnderTest {
    MailboxId ALICE = new MailboxId("alice-1");
    MailboxId BOB = new MailboxId("bob-2");
    FolderName INBOX = FolderName.INBOX;
    Instant DATE = Instant.parse("2024-02-29T12:34:56Z");

    /** The same store throughout one test. */
    MailboxStore store();

    static FolderName name(String name) {
        return FolderName.parse(name).orElseThrow();
    }

    static MessageSource message(String subject) {
        return MessageSource.of(("From: a@example.org\r\nSubject: " + subject + "\r\n\r\n" + subject + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    static AppendRequest request(MailboxId mailbox, FolderName folder, String subject, Flags flags) {
        return new AppendRequest(
                mailbox, folder, message(subject), flags, Optional.of(DATE), Optional.empty(), QuotaLimits.NONE);
    }

    static AppendRequest delivery(MailboxId mailbox, String subject, String deliveryId) {
        return AppendRequest.delivery(
                mailbox, message(subject), Optional.of(new DeliveryId(deliveryId)), QuotaLimits.NONE);
    }

    default AppendResult.Appended append(FolderName folder, String subject, SystemFlag... flags) {
        return (AppendResult.Appended) store().append(request(ALICE, folder, subject, Flags.of(flags)));
    }

    /** Appends messages to INBOX; their UIDs are 1 to {@code count} if it is fresh. */
    default void fill(int count) {
        store().appendAll(LongStream.rangeClosed(1, count)
                        .mapToObj(i -> request(ALICE, INBOX, "message " + i, Flags.NONE))
                        .toList())
                .forEach(r -> {
                    if (!(r instanceof AppendResult.Appended)) {
                        throw new AssertionError(r);
                    }
                });
    }

    default Folder folder(FolderName name) {
        return store().folder(ALICE, name).orElseThrow();
    }

    default FolderId id(FolderName name) {
        return folder(name).id();
    }

    default Folder create(String name) {
        return ((FolderResult.Done) store().createFolder(ALICE, name(name))).folder();
    }

    default FolderState look(FolderName name) {
        return store().open(ALICE, id(name), OpenMode.EXAMINE).orElseThrow();
    }

    default List<Long> uids(FolderName name) {
        FolderState state = look(name);
        return LongStream.range(0, state.count())
                .mapToObj(i -> state.uid((int) i))
                .toList();
    }

    default Flags flags(FolderName name, long uid) {
        FolderState state = look(name);
        return state.flags(state.indexOf(uid));
    }

    default String subject(FolderName name, long uid) {
        return store().message(ALICE, id(name), uid)
                .orElseThrow()
                .summary()
                .envelope()
                .subject()
                .orElseThrow();
    }

    default FlagsResult flag(long uid, FlagChange change, Flags flags) {
        return store().storeFlags(ALICE, id(INBOX), UidSet.of(uid), change, flags);
    }

    static InstantSource clock() {
        return InstantSource.fixed(Instant.parse("2024-06-01T00:00:00.5Z"));
    }
}
