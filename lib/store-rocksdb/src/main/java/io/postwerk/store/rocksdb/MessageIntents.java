package io.postwerk.store.rocksdb;

import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.ExpungeHistory;
import io.postwerk.store.engine.KeywordTable;
import io.postwerk.store.engine.MessageRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the committer does for changes of messages. Each first finds out whether it can be done, reading what it needs, and
 * only then adds to the batch. Those that look at rows of a folder need them pinned in memory, and wait for another batch
 * if this one changes some.
 */
final class MessageIntents {
    private final Tables tables;
    private final InstantSource clock;

    MessageIntents(Tables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** A message ready to be added: its contents are in the database already, or small and here. */
    record Prepared(
            AppendRequest request, long body, int octets, byte[] summary, Optional<byte[]> contents, long date) {}

    Optional<AppendResult> append(Batch batch, MailboxEntry mailbox, Prepared message) {
        AppendRequest request = message.request();
        Optional<DeliveryId> delivery = request.deliveryId();
        if (delivery.isPresent()) {
            Optional<AppendResult.Duplicate> before = batch.delivered(mailbox, delivery.get());
            if (before.isPresent()) {
                return Optional.of(before.get());
            }
        }
        FolderEntry folder = mailbox.workingTree.byName().get(request.folder());
        if (folder == null) {
            return Optional.of(new NoSuchFolder(true));
        }
        if (!tables.database.reserve().hasRoomFor(message.octets())) {
            return Optional.of(Failures.ALMOST_FULL);
        }
        MailboxUsage usage = mailbox.working.usage();
        MailboxUsage after = usage.plus(message.octets(), 1);
        if (!request.limits().allows(after)) {
            return Optional.of(new OverQuota(usage));
        }
        Optional<KeywordTable> keywords =
                folder.working.keywords().with(request.flags().keywords());
        if (keywords.isEmpty()) {
            return Optional.of(new LimitReached(LimitReached.Limit.KEYWORDS));
        }
        if (!folder.working.hasUids(1)) {
            return Optional.of(new LimitReached(LimitReached.Limit.UIDS));
        }
        MessageRow row = new MessageRow(
                folder.working.uidNext(),
                folder.working.highestModSeq() + 1,
                keywords.get().bits(request.flags()),
                message.octets(),
                message.date(),
                message.body());
        tables.database.reserve().take(message.octets());
        long uidValidity = folder.working.uidValidity();
        batch.addRow(mailbox, folder, row);
        batch.put(tables.summaries, Keys.body(row.body()), message.summary());
        if (message.contents().isPresent()) {
            batch.put(
                    tables.bodies, Keys.chunk(row.body(), 0), message.contents().get());
        } else {
            batch.delete(tables.meta, Keys.garbage(row.body()));
        }
        if (delivery.isPresent()) {
            AppendResult.Duplicate replay = new AppendResult.Duplicate(uidValidity, row.uid());
            batch.deliver(mailbox, delivery.get(), now(), replay);
        }
        folder.working = folder.working.withKeywords(keywords.get()).with(row);
        mailbox.working = mailbox.working.withUsage(after);
        batch.announce(mailbox, folder, FolderChange.Kind.MESSAGES);
        return Optional.of(new AppendResult.Appended(uidValidity, row.uid(), row.modSeq()));
    }

    Optional<FlagsResult> storeFlags(
            Batch batch, MailboxEntry mailbox, FolderId id, UidSet uids, FlagChange change, Flags flags) {
        FolderEntry folder = mailbox.workingTree.byId().get(id);
        if (folder == null) {
            return Optional.of(new NoSuchFolder(false));
        }
        if (batch.hasChangedRows(folder)) {
            return Optional.empty();
        }
        List<MessageRow> rows = folder.pinned().index().find(uids);
        if (rows.isEmpty()) {
            return Optional.of(new FlagsResult.Changed(List.of()));
        }
        KeywordTable keywords = folder.working.keywords();
        if (change != FlagChange.REMOVE) {
            Optional<KeywordTable> more = keywords.with(flags.keywords());
            if (more.isEmpty()) {
                return Optional.of(new LimitReached(LimitReached.Limit.KEYWORDS));
            }
            keywords = more.get();
        }
        long bits = keywords.bits(flags);
        long modSeq = folder.working.highestModSeq() + 1;
        FolderRecord record = folder.working.withKeywords(keywords);
        List<MessageFlags> results = new ArrayList<>(rows.size());
        List<MessageRow> changed = new ArrayList<>(rows.size());
        for (MessageRow row : rows) {
            long after = switch (change) {
                case ADD -> row.flags() | bits;
                case REMOVE -> row.flags() & ~bits;
                case REPLACE -> bits;
            };
            if (after == row.flags()) {
                results.add(new MessageFlags(row.uid(), row.modSeq(), keywords.flags(after)));
                continue;
            }
            MessageRow now = row.withFlags(modSeq, after);
            record = record.withFlags(modSeq, row.flags(), after);
            changed.add(now);
            results.add(new MessageFlags(row.uid(), modSeq, keywords.flags(after)));
        }
        batch.touch(mailbox, folder);
        folder.working = record;
        if (!changed.isEmpty()) {
            batch.changeRows(mailbox, folder, changed);
            batch.announce(mailbox, folder, FolderChange.Kind.MESSAGES);
        }
        return Optional.of(new FlagsResult.Changed(results));
    }

    /** @param limits of a copy; empty for a move */
    Optional<CopyResult> copy(
            Batch batch,
            MailboxEntry mailbox,
            FolderId sourceId,
            UidSet uids,
            FolderName targetName,
            Optional<QuotaLimits> limits) {
        FolderEntry source = mailbox.workingTree.byId().get(sourceId);
        FolderEntry target = mailbox.workingTree.byName().get(targetName);
        if (source == null || target == null) {
            return Optional.of(new NoSuchFolder(source != null));
        }
        if (batch.hasChangedRows(source)) {
            return Optional.empty();
        }
        List<MessageRow> rows = source.pinned().index().find(uids);
        long uidValidity = target.working.uidValidity();
        if (rows.isEmpty()) {
            return Optional.of(new CopyResult.Copied(uidValidity, List.of()));
        }
        MailboxUsage usage = mailbox.working.usage();
        MailboxUsage after =
                usage.plus(rows.stream().mapToLong(MessageRow::octets).sum(), rows.size());
        if (limits.isPresent() && !limits.get().allows(after)) {
            return Optional.of(new OverQuota(usage));
        }
        Optional<KeywordTable> keywords = target.working.keywords().with(keywordsOf(rows, source));
        if (keywords.isEmpty()) {
            return Optional.of(new LimitReached(LimitReached.Limit.KEYWORDS));
        }
        if (!target.working.hasUids(rows.size())) {
            return Optional.of(new LimitReached(LimitReached.Limit.UIDS));
        }
        if (limits.isPresent()) {
            for (MessageRow row : rows) {
                batch.references(row.body());
            }
        }
        List<CopyResult.Pair> pairs = copyRows(batch, mailbox, source, target, rows, keywords.get());
        if (limits.isPresent()) {
            for (MessageRow row : rows) {
                batch.refer(row.body());
            }
            mailbox.working = mailbox.working.withUsage(after);
        } else {
            removeRows(batch, mailbox, source, rows);
        }
        return Optional.of(new CopyResult.Copied(uidValidity, pairs));
    }

    private static SortedSet<String> keywordsOf(List<MessageRow> rows, FolderEntry folder) {
        long all = rows.stream().mapToLong(MessageRow::flags).reduce(0, (a, b) -> a | b);
        return new TreeSet<>(folder.working.keywords().flags(all).keywords());
    }

    private static List<CopyResult.Pair> copyRows(
            Batch batch,
            MailboxEntry mailbox,
            FolderEntry source,
            FolderEntry target,
            List<MessageRow> rows,
            KeywordTable keywords) {
        FolderRecord record = target.working.withKeywords(keywords);
        long modSeq = record.highestModSeq() + 1;
        List<CopyResult.Pair> pairs = new ArrayList<>(rows.size());
        for (MessageRow row : rows) {
            long flags = keywords.bits(source.working.keywords().flags(row.flags()));
            MessageRow copy = row.copied(record.uidNext(), modSeq, flags);
            batch.addRow(mailbox, target, copy);
            record = record.with(copy);
            pairs.add(new CopyResult.Pair(row.uid(), copy.uid()));
        }
        target.working = record;
        batch.announce(mailbox, target, FolderChange.Kind.MESSAGES);
        return pairs;
    }

    Optional<ExpungeResult> expunge(Batch batch, MailboxEntry mailbox, FolderId id, UidSet uids, boolean onlyDeleted) {
        FolderEntry folder = mailbox.workingTree.byId().get(id);
        if (folder == null) {
            return Optional.of(new NoSuchFolder(false));
        }
        if (batch.hasChangedRows(folder)) {
            return Optional.empty();
        }
        List<MessageRow> rows = folder.pinned().index().find(uids);
        if (onlyDeleted) {
            long deleted = KeywordTable.bit(SystemFlag.DELETED);
            rows.removeIf(r -> (r.flags() & deleted) == 0);
        }
        if (rows.isEmpty()) {
            return Optional.of(new ExpungeResult.Expunged(UidSet.EMPTY));
        }
        for (MessageRow row : rows) {
            batch.references(row.body());
        }
        long time = now();
        for (MessageRow row : rows) {
            batch.release(row.body(), row.octets(), time);
        }
        long octets = rows.stream().mapToLong(MessageRow::octets).sum();
        batch.touch(mailbox);
        mailbox.working = mailbox.working.withUsage(mailbox.working.usage().plus(-octets, -rows.size()));
        return Optional.of(new ExpungeResult.Expunged(removeRows(batch, mailbox, folder, rows)));
    }

    /** Takes rows out of a folder. Their bodies are left to the caller. */
    private UidSet removeRows(Batch batch, MailboxEntry mailbox, FolderEntry folder, List<MessageRow> rows) {
        UidSet.Builder builder = new UidSet.Builder();
        for (MessageRow row : rows) {
            builder.add(row.uid());
        }
        UidSet uids = builder.build();
        long modSeq = folder.working.highestModSeq() + 1;
        batch.put(tables.folders, Keys.removal(mailbox.number(), folder.id, modSeq), Records.uids(uids));
        Optional<ExpungeHistory.Removal> forgotten = folder.pinned().removals().nextToForget();
        long forgottenUpTo = forgotten.map(ExpungeHistory.Removal::modSeq).orElse(folder.working.forgottenUpTo());
        if (forgotten.isPresent()) {
            batch.delete(tables.folders, Keys.removal(mailbox.number(), folder.id, forgottenUpTo));
        }
        batch.touch(mailbox, folder);
        folder.working = folder.working.without(rows, modSeq, forgottenUpTo);
        batch.removeRows(mailbox, folder, rows, uids, modSeq);
        batch.announce(mailbox, folder, FolderChange.Kind.MESSAGES);
        return uids;
    }

    /** The UIDs that are claimed as recent: from the first one on, to the second one exclusive. */
    record Claim(long from, long to) {
        static final Claim NOTHING = new Claim(1, 1);
    }

    Optional<Claim> claimRecent(Batch batch, MailboxEntry mailbox, FolderId id) {
        FolderEntry folder = mailbox.workingTree.byId().get(id);
        if (folder == null || folder.working.recent() == 0) {
            return Optional.of(Claim.NOTHING);
        }
        Claim claim = new Claim(folder.working.recentFrom(), folder.working.uidNext());
        batch.touch(mailbox, folder);
        folder.working = folder.working.claimed();
        return Optional.of(claim);
    }

    /** Moves all messages of one folder to another, which must be new and empty. */
    void moveAll(Batch batch, MailboxEntry mailbox, FolderEntry source, FolderEntry target) {
        List<MessageRow> rows = source.pinned().index().find(UidSet.ALL);
        if (!rows.isEmpty()) {
            KeywordTable keywords =
                    target.working.keywords().with(keywordsOf(rows, source)).orElseThrow();
            copyRows(batch, mailbox, source, target, rows, keywords);
            removeRows(batch, mailbox, source, rows);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
