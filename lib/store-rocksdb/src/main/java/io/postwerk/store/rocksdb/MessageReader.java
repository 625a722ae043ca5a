package io.postwerk.store.rocksdb;

import io.postwerk.mail.MessageSummary;
import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.store.Changes;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.FolderIndex;
import io.postwerk.store.engine.FolderSnapshot;
import io.postwerk.store.engine.KeywordTable;
import io.postwerk.store.engine.MessageRow;
import io.postwerk.store.rocksdb.MessageIntents.Claim;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What sessions read of the messages of a folder. */
final class MessageReader {
    private static final Logger LOG = System.getLogger(MessageReader.class.getName());

    /** How many summaries are read with one call. */
    private static final int SUMMARIES_AT_ONCE = 256;

    private final Mailboxes mailboxes;
    private final MessageIntents intents;
    private final DiskThreads<StoreException> disk;
    private final Tables tables;
    private final Bodies bodies;

    MessageReader(
            Mailboxes mailboxes,
            MessageIntents intents,
            DiskThreads<StoreException> disk,
            Tables tables,
            Bodies bodies) {
        this.mailboxes = mailboxes;
        this.intents = intents;
        this.disk = disk;
        this.tables = tables;
        this.bodies = bodies;
    }

    Optional<FolderState> open(MailboxId mailbox, FolderId folder, OpenMode mode) {
        Claim claim = switch (mode) {
            case SELECT -> claim(mailbox, folder);
            case EXAMINE -> Claim.NOTHING;
        };
        return mailboxes.read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> mailboxes.use(
                                m, f, (record, messages) -> snapshot(f, record, messages.index(), claim))));
    }

    private static FolderState snapshot(FolderEntry folder, FolderRecord record, FolderIndex index, Claim claim) {
        int count = index.countBelow(record.uidNext());
        return new FolderSnapshot(
                folder.id,
                record.uidValidity(),
                record.uidNext(),
                record.highestModSeq(),
                index.uidsFrom(claim.from(), claim.to()),
                record.keywords(),
                index.copyUids(count),
                index.copyModSeqs(count),
                index.copyFlags(count),
                index.copySizes(count),
                index.copyDates(count));
    }

    UidSet claimRecent(MailboxId mailbox, FolderId folder) {
        Claim claim = claim(mailbox, folder);
        if (claim.equals(Claim.NOTHING)) {
            return UidSet.EMPTY;
        }
        return mailboxes.read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> mailboxes.use(
                                m, f, (record, messages) -> messages.index().uidsFrom(claim.from(), claim.to())))
                        .orElse(UidSet.EMPTY));
    }

    private Claim claim(MailboxId mailbox, FolderId folder) {
        boolean any = mailboxes.read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .filter(f -> f.published().recent() > 0)
                        .isPresent());
        return any
                ? mailboxes.change(mailbox, (b, m) -> intents.claimRecent(b, m, folder), failed -> Claim.NOTHING)
                : Claim.NOTHING;
    }

    /** Rows of messages, and the keywords that their flags are to be read with. */
    private record Rows(List<MessageRow> rows, KeywordTable keywords) {}

    List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids) {
        Optional<Rows> found = mailboxes.read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> mailboxes.use(
                                m,
                                f,
                                (record, messages) -> new Rows(messages.index().find(uids), record.keywords()))));
        if (found.isEmpty()) {
            return List.of();
        }
        List<MessageRow> rows = found.get().rows();
        List<StoredMessage> result = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); from += SUMMARIES_AT_ONCE) {
            List<MessageRow> some = rows.subList(from, Math.min(rows.size(), from + SUMMARIES_AT_ONCE));
            List<Optional<byte[]>> summaries = summaries(some);
            for (int i = 0; i < some.size(); i++) {
                result.add(stored(some.get(i), summaries.get(i), found.get().keywords()));
            }
        }
        return result;
    }

    /** A summary that cannot be read can be worked out from the message again: it is as one that was not kept. */
    private List<Optional<byte[]>> summaries(List<MessageRow> rows) {
        List<byte[]> keys = rows.stream().map(r -> Keys.body(r.body())).toList();
        return disk.call(database -> {
            try {
                return database.getAll(tables.summaries, keys).stream()
                        .map(MessageSummary::kept)
                        .toList();
            } catch (DatabaseException e) {
                LOG.log(Level.WARNING, "summaries of stored messages cannot be read", e);
                return keys.stream().map(key -> summary(database, key)).toList();
            }
        });
    }

    private Optional<byte[]> summary(Database database, byte[] key) {
        try {
            return database.get(tables.summaries, key).flatMap(MessageSummary::kept);
        } catch (DatabaseException e) {
            return Optional.empty();
        }
    }

    private StoredMessage stored(MessageRow row, Optional<byte[]> summary, KeywordTable keywords) {
        return new StoredMessage(
                row.uid(),
                row.modSeq(),
                keywords.flags(row.flags()),
                row.internalDate(),
                summary,
                bodies.read(row.body(), row.octets()));
    }

    Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq) {
        return mailboxes.read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> mailboxes.use(m, f, (record, messages) -> changes(record, messages, modSeq)))
                        .orElseGet(() -> new NoSuchFolder(false)));
    }

    private static Changes changes(FolderRecord record, FolderEntry.Messages messages, long modSeq) {
        Optional<UidSet> vanished = messages.removals().since(modSeq);
        if (vanished.isEmpty()) {
            return new Changes.TooOld();
        }
        List<MessageFlags> changed = modSeq >= record.highestModSeq()
                ? List.of()
                : messages.index().changedSince(modSeq, record.uidNext(), record.keywords());
        return new Changes.Delta(changed, vanished.get(), record.uidNext(), record.highestModSeq());
    }
}
