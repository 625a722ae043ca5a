package io.postwerk.store.rocksdb;

import io.postwerk.mail.MessageSummary;
import io.postwerk.store.Append;
import io.postwerk.store.AppendResult;
import io.postwerk.store.Changes;
import io.postwerk.store.CopyResult;
import io.postwerk.store.ExpungeResult;
import io.postwerk.store.FlagChange;
import io.postwerk.store.Flags;
import io.postwerk.store.FlagsResult;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderChange;
import io.postwerk.store.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderResult;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MessageFlags;
import io.postwerk.store.NoSuchFolder;
import io.postwerk.store.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreFailed;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.SubscriptionResult;
import io.postwerk.store.UidSet;
import io.postwerk.store.Usage;
import io.postwerk.store.Watch;
import io.postwerk.store.engine.CommitIntent;
import io.postwerk.store.engine.CommitListener;
import io.postwerk.store.engine.Committer;
import io.postwerk.store.engine.FolderIndex;
import io.postwerk.store.engine.FolderSnapshot;
import io.postwerk.store.engine.KeywordTable;
import io.postwerk.store.engine.MessageRow;
import io.postwerk.store.engine.Watchers;
import io.postwerk.store.rocksdb.MailboxCache.Lease;
import io.postwerk.store.rocksdb.MessageIntents.Claim;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.rocksdb.RocksDBException;

/**
 * A mailbox store on RocksDB, in a directory of its own. All changes go through one {@link Committer}: one write with one
 * sync for all that wait. After a write has failed, for whatever reason, it takes no more changes until it is opened
 * again; reading goes on.
 */
public final class RocksDbMailboxStore implements MailboxStore {
    /** How many summaries are read in one go. */
    private static final int SUMMARIES_AT_ONCE = 256;

    private final Disk disk;
    private final RocksDbLog log;
    private final Committer<Batch> committer;
    private final Watchers watchers = new Watchers();
    private final Bodies bodies;
    private final Loader loader;
    private final Appender appender;
    private final MessageIntents messageIntents;
    private final FolderIntents folderIntents;
    private final MailboxCache mailboxes;
    private final IndexCache indexes;
    private final Sweeper sweeper;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Opens the store, or makes it.
     *
     * @throws StoreException in use by another process, written by a newer version, or not readable; the message says
     *     which, and what to do
     */
    public static RocksDbMailboxStore open(RocksDbSettings settings) {
        return open(settings, InstantSource.system(), CommitListener.NONE);
    }

    /** Opens the store with a listener that sees every sync, on the committer's thread. */
    public static RocksDbMailboxStore open(RocksDbSettings settings, InstantSource clock, CommitListener listener) {
        Database database = Database.open(settings);
        try {
            return new RocksDbMailboxStore(settings, database, clock, listener);
        } catch (RocksDBException e) {
            database.close();
            throw new StoreException("the mail directory " + settings.directory() + " cannot be read", e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private RocksDbMailboxStore(
            RocksDbSettings settings, Database database, InstantSource clock, CommitListener listener)
            throws RocksDBException {
        disk = new Disk(database, settings.readThreads());
        messageIntents = new MessageIntents(database, clock);
        folderIntents = new FolderIntents(database, clock, messageIntents);
        bodies = new Bodies(disk);
        loader = new Loader(disk);
        indexes = new IndexCache(settings.indexedMessages());
        mailboxes = new MailboxCache(
                settings.openMailboxes(),
                this::loadMailbox,
                m -> m.tree().byName().values().forEach(indexes::forget));
        log = new RocksDbLog(database, watchers);
        committer = new Committer<>("store-committer", log, listener);
        appender = new Appender(bodies, committer, messageIntents, clock);
        sweeper = new Sweeper(disk, bodies, committer, clock);
        sweeper.start();
    }

    private MailboxEntry loadMailbox(MailboxId id) {
        return loader.mailbox(id).orElseGet(() -> {
            Optional<MailboxEntry> made = committer.submit(
                    batch -> Optional.of(Optional.of(folderIntents.createMailbox(batch, id))),
                    failed -> Optional.empty());
            return made.orElseThrow(() -> new StoreException("a mailbox cannot be made: "
                    + committer.failure().map(StoreFailed::reason).orElse("the store is closed")));
        });
    }

    private <T> T read(MailboxId id, Function<MailboxEntry, T> question) {
        if (closed.get()) {
            throw new StoreException("the store is closed");
        }
        try (Lease lease = mailboxes.acquire(id)) {
            return question.apply(lease.mailbox());
        }
    }

    /** A change that the committer makes in a mailbox. */
    @FunctionalInterface
    private interface Change<R> {
        Optional<R> stage(Batch batch, MailboxEntry mailbox) throws Exception;
    }

    private <R> R change(MailboxId id, Change<R> change, Function<StoreFailed, R> failed) {
        try (Lease lease = mailboxes.acquire(id)) {
            CommitIntent<Batch, R> intent = batch -> change.stage(batch, lease.mailbox());
            return committer.submit(intent, failed);
        } catch (StoreException e) {
            return failed.apply(new StoreFailed(String.valueOf(e.getMessage())));
        }
    }

    /** A change that looks at the messages of a folder: they are in memory, and stay there until it is made. */
    private <R> R changeMessages(MailboxId id, FolderEntry.Ref ref, Change<R> change, Function<StoreFailed, R> failed) {
        try (Lease lease = mailboxes.acquire(id)) {
            MailboxEntry mailbox = lease.mailbox();
            Optional<FolderEntry> folder = ref.in(mailbox.tree());
            folder.ifPresent(f -> f.pin(e -> loader.messages(mailbox.number(), e)));
            try {
                CommitIntent<Batch, R> intent = batch -> change.stage(batch, mailbox);
                return committer.submit(intent, failed);
            } finally {
                folder.ifPresent(f -> {
                    f.unpin();
                    indexes.used(f, f.published().messages());
                });
            }
        } catch (StoreException e) {
            return failed.apply(new StoreFailed(String.valueOf(e.getMessage())));
        }
    }

    private <T> T use(MailboxEntry mailbox, FolderEntry folder, FolderEntry.Use<T> use) {
        T result = folder.use(e -> loader.messages(mailbox.number(), e), use);
        indexes.used(folder, folder.published().messages());
        return result;
    }

    @Override
    public List<Folder> folders(MailboxId mailbox) {
        return read(
                mailbox,
                m -> m.tree().byName().values().stream()
                        .map(f -> f.published().describe(f.id))
                        .toList());
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderName name) {
        return read(mailbox, m -> m.tree().folder(name).map(f -> f.published().describe(f.id)));
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderId id) {
        return read(mailbox, m -> m.tree().folder(id).map(f -> f.published().describe(f.id)));
    }

    @Override
    public FolderResult createFolder(MailboxId mailbox, FolderName name) {
        return change(mailbox, (b, m) -> folderIntents.create(b, m, name), failed -> failed);
    }

    @Override
    public FolderResult deleteFolder(MailboxId mailbox, FolderName name) {
        return change(mailbox, (b, m) -> folderIntents.delete(b, m, name), failed -> failed);
    }

    @Override
    public FolderResult renameFolder(MailboxId mailbox, FolderName from, FolderName to) {
        Change<FolderResult> rename = (b, m) -> folderIntents.rename(b, m, from, to);
        return from.isInbox()
                ? changeMessages(mailbox, tree -> tree.folder(from), rename, failed -> failed)
                : change(mailbox, rename, failed -> failed);
    }

    @Override
    public SortedSet<FolderName> subscriptions(MailboxId mailbox) {
        return read(mailbox, m -> m.tree().subscriptions());
    }

    @Override
    public SubscriptionResult subscribe(MailboxId mailbox, FolderName name) {
        return change(mailbox, (b, m) -> folderIntents.subscribe(b, m, name), failed -> failed);
    }

    @Override
    public SubscriptionResult unsubscribe(MailboxId mailbox, FolderName name) {
        return change(mailbox, (b, m) -> folderIntents.unsubscribe(b, m, name), failed -> failed);
    }

    @Override
    public Optional<FolderState> open(MailboxId mailbox, FolderId folder, OpenMode mode) {
        Claim claim = switch (mode) {
            case SELECT -> claim(mailbox, folder);
            case EXAMINE -> Claim.NOTHING;
        };
        return read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> use(m, f, (record, messages) -> snapshot(f, record, messages.index(), claim))));
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

    @Override
    public UidSet claimRecent(MailboxId mailbox, FolderId folder) {
        Claim claim = claim(mailbox, folder);
        return claim.equals(Claim.NOTHING)
                ? UidSet.EMPTY
                : read(
                        mailbox,
                        m -> m.tree()
                                .folder(folder)
                                .map(f -> use(
                                        m,
                                        f,
                                        (record, messages) -> messages.index().uidsFrom(claim.from(), claim.to())))
                                .orElse(UidSet.EMPTY));
    }

    private Claim claim(MailboxId mailbox, FolderId folder) {
        boolean any = read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .filter(f -> f.published().recent() > 0)
                        .isPresent());
        return any
                ? change(mailbox, (b, m) -> messageIntents.claimRecent(b, m, folder), failed -> Claim.NOTHING)
                : Claim.NOTHING;
    }

    @Override
    public AppendResult append(Append append) {
        return appendAll(List.of(append)).getFirst();
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
        List<Lease> leases = new ArrayList<>(appends.size());
        try {
            for (Append append : appends) {
                leases.add(mailboxes.acquire(append.mailbox()));
            }
            return appender.append(appends, leases.stream().map(Lease::mailbox).toList());
        } catch (StoreException e) {
            return Collections.nCopies(appends.size(), new StoreFailed(String.valueOf(e.getMessage())));
        } finally {
            leases.forEach(Lease::close);
        }
    }

    @Override
    public FlagsResult storeFlags(MailboxId mailbox, FolderId folder, UidSet uids, FlagChange change, Flags flags) {
        return changeMessages(
                mailbox,
                tree -> tree.folder(folder),
                (b, m) -> messageIntents.storeFlags(b, m, folder, uids, change, flags),
                failed -> failed);
    }

    @Override
    public CopyResult copy(MailboxId mailbox, FolderId source, UidSet uids, FolderName target, QuotaLimits limits) {
        return copy(mailbox, source, uids, target, Optional.of(limits));
    }

    @Override
    public CopyResult move(MailboxId mailbox, FolderId source, UidSet uids, FolderName target) {
        return copy(mailbox, source, uids, target, Optional.empty());
    }

    private CopyResult copy(
            MailboxId mailbox, FolderId source, UidSet uids, FolderName target, Optional<QuotaLimits> limits) {
        return changeMessages(
                mailbox,
                tree -> tree.folder(source),
                (b, m) -> messageIntents.copy(b, m, source, uids, target, limits),
                failed -> failed);
    }

    @Override
    public ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids) {
        return expunge(mailbox, folder, uids, false);
    }

    @Override
    public ExpungeResult expungeDeleted(MailboxId mailbox, FolderId folder, UidSet uids) {
        return expunge(mailbox, folder, uids, true);
    }

    private ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids, boolean onlyDeleted) {
        return changeMessages(
                mailbox,
                tree -> tree.folder(folder),
                (b, m) -> messageIntents.expunge(b, m, folder, uids, onlyDeleted),
                failed -> failed);
    }

    @Override
    public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
        return messages(mailbox, folder, UidSet.of(uid)).stream().findFirst();
    }

    /** Rows of messages, and the keywords that their flags are to be read with. */
    private record Rows(List<MessageRow> rows, KeywordTable keywords) {}

    @Override
    public List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids) {
        Optional<Rows> found = read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> use(
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
            List<byte[]> summaries = summaries(some);
            for (int i = 0; i < some.size(); i++) {
                result.add(stored(some.get(i), summaries.get(i), found.get().keywords()));
            }
        }
        return result;
    }

    private List<byte[]> summaries(List<MessageRow> rows) {
        return disk.call(database -> database.db.multiGetAsList(
                Collections.nCopies(rows.size(), database.summaries),
                rows.stream().map(r -> Keys.summary(r.body())).toList()));
    }

    private StoredMessage stored(MessageRow row, byte[] summary, KeywordTable keywords) {
        if (summary == null) {
            throw new StoreException("the summary of stored message " + row.body() + " is missing");
        }
        return new StoredMessage(
                row.uid(),
                row.modSeq(),
                keywords.flags(row.flags()),
                row.internalDate(),
                MessageSummary.decode(summary),
                bodies.read(row.body(), row.octets()));
    }

    @Override
    public Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq) {
        return read(
                mailbox,
                m -> m.tree()
                        .folder(folder)
                        .map(f -> use(m, f, (record, messages) -> changes(record, messages, modSeq)))
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

    @Override
    public Watch watch(MailboxId mailbox, Consumer<FolderChange> watcher) {
        return watchers.add(mailbox, watcher);
    }

    @Override
    public Usage usage(MailboxId mailbox) {
        return read(mailbox, MailboxEntry::usage);
    }

    /** Why the store takes no more changes until it is opened again; empty as long as all is well. */
    public Optional<String> failure() {
        return committer.failure().map(StoreFailed::reason);
    }

    /** How many syncs there were. */
    public long syncs() {
        return committer.batches();
    }

    /** How many changes they made durable. */
    public long changes() {
        return committer.intents();
    }

    /** For tests: removes at once what can be removed. */
    void sweep() {
        sweeper.sweepFolders();
        sweeper.sweepBodies();
        sweeper.sweepDeliveries();
    }

    Disk disk() {
        return disk;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        sweeper.close();
        committer.close();
        log.close();
        disk.close();
    }
}
