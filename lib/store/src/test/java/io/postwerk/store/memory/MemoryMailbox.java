package io.postwerk.store.memory;

import io.postwerk.mail.MessageSummary;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Changes;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.SubscriptionResult;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.KeywordTable;
import io.postwerk.store.engine.MessageRow;
import io.postwerk.store.engine.Renaming;
import io.postwerk.store.engine.StoreLimits;
import io.postwerk.store.memory.MemoryFolder.Message;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A mailbox of {@link InMemoryMailboxStore}, which sees to it that one thread at a time is here. */
final class MemoryMailbox {
    private final MailboxId id;
    private final InstantSource clock;
    private final Consumer<FolderChange> changes;
    private final TreeMap<FolderName, MemoryFolder> folders = new TreeMap<>();
    private final TreeSet<FolderName> subscriptions = new TreeSet<>();
    private final Map<DeliveryId, AppendResult.Duplicate> deliveries = new HashMap<>();
    private long lastFolderId;
    private long lastUidValidity;

    /** The highest numbers that were given out. */
    record Marks(long folderId, long uidValidity) {
        static final Marks NONE = new Marks(0, 0);

        Marks and(Marks other) {
            return new Marks(Math.max(folderId, other.folderId), Math.max(uidValidity, other.uidValidity));
        }
    }

    /** @param before what it must not give out again */
    MemoryMailbox(MailboxId id, InstantSource clock, Consumer<FolderChange> changes, Marks before) {
        this.id = id;
        this.clock = clock;
        this.changes = changes;
        this.lastFolderId = before.folderId();
        this.lastUidValidity = before.uidValidity();
        make(FolderName.INBOX);
    }

    private MemoryFolder make(FolderName name) {
        lastUidValidity = Math.max(lastUidValidity + 1, clock.instant().getEpochSecond());
        MemoryFolder folder = new MemoryFolder(new FolderId(++lastFolderId), name, lastUidValidity);
        folders.put(name, folder);
        tell(folder, FolderChange.Kind.FOLDER);
        return folder;
    }

    private void tell(MemoryFolder folder, FolderChange.Kind kind) {
        changes.accept(new FolderChange(id, folder.id, kind));
    }

    Marks marks() {
        return new Marks(lastFolderId, lastUidValidity);
    }

    void tellGone() {
        folders.values().forEach(folder -> tell(folder, FolderChange.Kind.DELETED));
    }

    List<Folder> folders() {
        return folders.values().stream().map(MemoryFolder::describe).toList();
    }

    Optional<MemoryFolder> find(FolderName name) {
        return Optional.ofNullable(folders.get(name));
    }

    Optional<MemoryFolder> find(FolderId folder) {
        return folders.values().stream().filter(f -> f.id.equals(folder)).findFirst();
    }

    MailboxUsage usage() {
        long messages =
                folders.values().stream().mapToLong(f -> f.messages.size()).sum();
        return new MailboxUsage(
                folders.values().stream().mapToLong(MemoryFolder::octets).sum(), messages);
    }

    FolderResult create(FolderName name) {
        if (folders.containsKey(name)) {
            return new FolderResult.AlreadyExists(name);
        }
        List<FolderName> missing = Renaming.missingParents(folders.keySet(), name);
        if (folders.size() + missing.size() + 1 > StoreLimits.FOLDERS) {
            return new LimitReached(LimitReached.Limit.FOLDERS);
        }
        missing.forEach(this::make);
        return new FolderResult.Done(make(name).describe());
    }

    FolderResult delete(FolderName name) {
        if (name.isInbox()) {
            return new FolderResult.NotAllowed();
        }
        MemoryFolder folder = folders.remove(name);
        if (folder == null) {
            return new NoSuchFolder(false);
        }
        tell(folder, FolderChange.Kind.DELETED);
        return new FolderResult.Done(folder.describe());
    }

    FolderResult rename(FolderName from, FolderName to) {
        return from.isInbox()
                ? renameInbox(to)
                : switch (Renaming.plan(folders.keySet(), from, to)) {
                    case Renaming.Refused refused -> refused.result();
                    case Renaming.Plan plan -> rename(plan);
                };
    }

    private FolderResult rename(Renaming.Plan plan) {
        if (folders.size() + plan.missingParents().size() > StoreLimits.FOLDERS) {
            return new LimitReached(LimitReached.Limit.FOLDERS);
        }
        List<MemoryFolder> renamed = new ArrayList<>();
        plan.names().forEach((name, newName) -> {
            MemoryFolder folder = Objects.requireNonNull(folders.remove(name));
            folder.name = newName;
            renamed.add(folder);
        });
        plan.missingParents().forEach(this::make);
        for (MemoryFolder folder : renamed) {
            folders.put(folder.name, folder);
            tell(folder, FolderChange.Kind.FOLDER);
        }
        return new FolderResult.Done(renamed.getFirst().describe());
    }

    // RFC 3501 6.3.5
    private FolderResult renameInbox(FolderName to) {
        FolderResult created = create(to);
        if (created instanceof FolderResult.Done done) {
            MemoryFolder inbox = Objects.requireNonNull(folders.get(FolderName.INBOX));
            copy(inbox.id, UidSet.ALL, to, Optional.empty());
            return new FolderResult.Done(find(done.folder().id()).orElseThrow().describe());
        }
        return created;
    }

    SortedSet<FolderName> subscriptions() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(subscriptions));
    }

    SubscriptionResult subscribe(FolderName name) {
        if (subscriptions.size() >= StoreLimits.SUBSCRIPTIONS && !subscriptions.contains(name)) {
            return new LimitReached(LimitReached.Limit.SUBSCRIPTIONS);
        }
        return new SubscriptionResult.Done(subscriptions.add(name));
    }

    SubscriptionResult unsubscribe(FolderName name) {
        return new SubscriptionResult.Done(subscriptions.remove(name));
    }

    AppendResult append(AppendRequest append, byte[] octets, MessageSummary summary) {
        Optional<AppendResult.Duplicate> before = append.deliveryId().map(deliveries::get);
        if (before.isPresent()) {
            return before.get();
        }
        MemoryFolder folder = folders.get(append.folder());
        if (folder == null) {
            return new NoSuchFolder(true);
        }
        MailboxUsage usage = usage();
        if (!append.limits().allows(usage.plus(octets.length, 1))) {
            return new OverQuota(usage);
        }
        Optional<KeywordTable> keywords = folder.keywords.with(append.flags().keywords());
        if (keywords.isEmpty()) {
            return new LimitReached(LimitReached.Limit.KEYWORDS);
        }
        if (!folder.hasUids(1)) {
            return new LimitReached(LimitReached.Limit.UIDS);
        }
        folder.keywords = keywords.get();
        folder.highestModSeq++;
        Instant date = append.internalDate().orElseGet(clock::instant);
        Message message = folder.add(append.flags(), MessageRow.keptDate(date), octets, summary);
        append.deliveryId()
                .ifPresent(d -> deliveries.put(d, new AppendResult.Duplicate(folder.uidValidity, message.uid())));
        tell(folder, FolderChange.Kind.MESSAGES);
        return new AppendResult.Appended(folder.uidValidity, message.uid(), message.modSeq());
    }

    FlagsResult storeFlags(FolderId id, UidSet uids, FlagChange change, Flags flags) {
        MemoryFolder folder = find(id).orElse(null);
        if (folder == null) {
            return new NoSuchFolder(false);
        }
        List<Message> found = folder.find(uids);
        if (found.isEmpty()) {
            return new FlagsResult.Changed(List.of());
        }
        if (change != FlagChange.REMOVE) {
            Optional<KeywordTable> keywords = folder.keywords.with(flags.keywords());
            if (keywords.isEmpty()) {
                return new LimitReached(LimitReached.Limit.KEYWORDS);
            }
            folder.keywords = keywords.get();
        }
        long modSeq = folder.highestModSeq + 1;
        List<MessageFlags> after = new ArrayList<>();
        for (Message message : found) {
            Flags wanted = message.flags().changed(change, flags);
            Flags changed = folder.keywords.flags(folder.keywords.bits(wanted));
            Message now = changed.equals(message.flags()) ? message : message.withFlags(modSeq, changed);
            if (now.modSeq() != message.modSeq()) {
                folder.highestModSeq = modSeq;
                folder.messages.put(now.uid(), now);
            }
            after.add(new MessageFlags(now.uid(), now.modSeq(), now.flags()));
        }
        if (folder.highestModSeq == modSeq) {
            tell(folder, FolderChange.Kind.MESSAGES);
        }
        return new FlagsResult.Changed(after);
    }

    /** @param limits of a copy; empty for a move */
    CopyResult copy(FolderId sourceId, UidSet uids, FolderName targetName, Optional<QuotaLimits> limits) {
        MemoryFolder source = find(sourceId).orElse(null);
        MemoryFolder target = folders.get(targetName);
        if (source == null || target == null) {
            return new NoSuchFolder(source != null);
        }
        List<Message> found = source.find(uids);
        if (found.isEmpty()) {
            return new CopyResult.Copied(target.uidValidity, List.of());
        }
        MailboxUsage usage = usage();
        long octets = found.stream().mapToLong(m -> m.octets().length).sum();
        if (limits.isPresent() && !limits.get().allows(usage.plus(octets, found.size()))) {
            return new OverQuota(usage);
        }
        TreeSet<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        found.forEach(m -> used.addAll(m.flags().keywords()));
        Optional<KeywordTable> keywords = target.keywords.with(used);
        if (keywords.isEmpty()) {
            return new LimitReached(LimitReached.Limit.KEYWORDS);
        }
        if (!target.hasUids(found.size())) {
            return new LimitReached(LimitReached.Limit.UIDS);
        }
        target.keywords = keywords.get();
        target.highestModSeq++;
        List<CopyResult.Pair> pairs = new ArrayList<>();
        UidSet.Builder copied = new UidSet.Builder();
        for (Message m : found) {
            pairs.add(new CopyResult.Pair(
                    m.uid(),
                    target.add(m.flags(), m.date(), m.octets(), m.summary()).uid()));
            copied.add(m.uid());
        }
        tell(target, FolderChange.Kind.MESSAGES);
        if (limits.isEmpty()) {
            source.remove(copied.build());
            tell(source, FolderChange.Kind.MESSAGES);
        }
        return new CopyResult.Copied(target.uidValidity, pairs);
    }

    ExpungeResult expunge(FolderId id, UidSet uids, boolean onlyDeleted) {
        MemoryFolder folder = find(id).orElse(null);
        if (folder == null) {
            return new NoSuchFolder(false);
        }
        UidSet.Builder gone = new UidSet.Builder();
        for (Message message : folder.find(uids)) {
            if (!onlyDeleted || message.flags().has(SystemFlag.DELETED)) {
                gone.add(message.uid());
            }
        }
        UidSet removed = gone.build();
        if (!removed.isEmpty()) {
            folder.remove(removed);
            tell(folder, FolderChange.Kind.MESSAGES);
        }
        return new ExpungeResult.Expunged(removed);
    }

    Changes changesSince(FolderId folder, long modSeq) {
        Optional<MemoryFolder> found = find(folder);
        return found.isEmpty() ? new NoSuchFolder(false) : found.get().changesSince(modSeq);
    }
}
