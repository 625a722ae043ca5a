package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.Committer;
import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.rocksdb.DiskReserve;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.rocksdb.Loss;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.Changes;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Folder;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.MailboxStore.Watch;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoreResult.SubscriptionResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.Watchers;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A mailbox store on RocksDB, in a directory of its own. All changes go through one {@link Committer}: one write with one
 * sync for all that wait. While the disk is full it refuses changes; after a write has failed for another reason it takes
 * none until it is opened again. Reading goes on in both cases.
 */
public final class RocksDbMailboxStore implements MailboxStore {
    private final DiskThreads<StoreException> disk;
    private final Tables tables;
    private final StoreLog log;
    private final Committer<Batch> committer;
    private final Watchers watchers = new Watchers();
    private final Appender appender;
    private final MessageIntents messageIntents;
    private final FolderIntents folderIntents;
    private final Mailboxes mailboxes;
    private final MessageReader reader;
    private final Purger purger;
    private final Sweeper sweeper;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Opens the store, or makes it.
     *
     * @throws StoreException in use by another process, written by a newer version, or not readable; the message says
     *     which, and what to do
     */
    public static RocksDbMailboxStore open(RocksDbSettings settings) {
        return open(settings, InstantSource.system(), CommitObserver.NONE);
    }

    /** Opens the store with an observer that sees every sync, on the committer's thread. */
    public static RocksDbMailboxStore open(RocksDbSettings settings, InstantSource clock, CommitObserver observer) {
        Database database;
        try {
            database = Database.open(Tables.settings(settings));
        } catch (DatabaseException e) {
            throw Failures.of(e);
        }
        try {
            Tables tables = new Tables(database);
            AfterLoss.repair(tables, clock.instant());
            return new RocksDbMailboxStore(settings, tables, clock, observer);
        } catch (DatabaseException e) {
            database.close();
            throw new StoreException("the mail directory " + settings.directory() + " cannot be read", e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private RocksDbMailboxStore(RocksDbSettings settings, Tables tables, InstantSource clock, CommitObserver observer) {
        this.tables = tables;
        disk = new DiskThreads<>("store", tables.database, settings.readThreads(), Failures::of);
        messageIntents = new MessageIntents(tables, clock);
        folderIntents = new FolderIntents(tables, clock, messageIntents);
        Bodies bodies = new Bodies(disk, tables);
        log = new StoreLog(tables, watchers);
        committer = new Committer<>("store", log, observer, Long.MAX_VALUE);
        mailboxes = new Mailboxes(settings, new Loader(disk, tables), committer, folderIntents);
        reader = new MessageReader(mailboxes, messageIntents, disk, tables, bodies);
        appender = new Appender(bodies, committer, messageIntents, clock);
        purger = new Purger(disk, tables, committer, mailboxes);
        sweeper = new Sweeper(disk, tables, bodies, committer, purger, clock);
        sweeper.start();
    }

    @Override
    public List<Folder> folders(MailboxId mailbox) {
        return mailboxes.read(
                mailbox,
                m -> m.tree().byName().values().stream()
                        .map(f -> f.published().describe(f.id))
                        .toList());
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderName name) {
        return mailboxes.read(
                mailbox, m -> m.tree().folder(name).map(f -> f.published().describe(f.id)));
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderId id) {
        return mailboxes.read(
                mailbox, m -> m.tree().folder(id).map(f -> f.published().describe(f.id)));
    }

    @Override
    public FolderResult createFolder(MailboxId mailbox, FolderName name) {
        return mailboxes.change(mailbox, (b, m) -> folderIntents.create(b, m, name), failed -> failed);
    }

    @Override
    public FolderResult deleteFolder(MailboxId mailbox, FolderName name) {
        return mailboxes.change(mailbox, (b, m) -> folderIntents.delete(b, m, name), failed -> failed);
    }

    @Override
    public FolderResult renameFolder(MailboxId mailbox, FolderName from, FolderName to) {
        Mailboxes.Change<FolderResult> rename = (b, m) -> folderIntents.rename(b, m, from, to);
        return from.isInbox()
                ? mailboxes.changeMessages(mailbox, tree -> tree.folder(from), rename, failed -> failed)
                : mailboxes.change(mailbox, rename, failed -> failed);
    }

    @Override
    public SortedSet<FolderName> subscriptions(MailboxId mailbox) {
        return mailboxes.read(mailbox, m -> m.tree().subscriptions());
    }

    @Override
    public SubscriptionResult subscribe(MailboxId mailbox, FolderName name) {
        return mailboxes.change(mailbox, (b, m) -> folderIntents.subscribe(b, m, name), failed -> failed);
    }

    @Override
    public SubscriptionResult unsubscribe(MailboxId mailbox, FolderName name) {
        return mailboxes.change(mailbox, (b, m) -> folderIntents.unsubscribe(b, m, name), failed -> failed);
    }

    @Override
    public Optional<FolderState> open(MailboxId mailbox, FolderId folder, OpenMode mode) {
        return reader.open(mailbox, folder, mode);
    }

    @Override
    public UidSet claimRecent(MailboxId mailbox, FolderId folder) {
        return reader.claimRecent(mailbox, folder);
    }

    @Override
    public AppendResult append(AppendRequest append) {
        return appendAll(List.of(append)).getFirst();
    }

    @Override
    public List<AppendResult> appendAll(List<AppendRequest> appends) {
        try {
            return mailboxes.with(
                    appends.stream().map(AppendRequest::mailbox).toList(),
                    entries -> appender.append(appends, entries));
        } catch (StoreException e) {
            return Collections.nCopies(appends.size(), StoreFailed.of(e));
        }
    }

    @Override
    public FlagsResult storeFlags(MailboxId mailbox, FolderId folder, UidSet uids, FlagChange change, Flags flags) {
        return mailboxes.changeMessages(
                mailbox,
                tree -> tree.folder(folder),
                (b, m) -> messageIntents.storeFlags(b, m, folder, uids, change, flags),
                failed -> failed);
    }

    @Override
    public CopyResult copy(MailboxId mailbox, FolderId source, UidSet uids, FolderName target, QuotaLimits limits) {
        if (!hasRoomFor(0)) {
            return Failures.ALMOST_FULL;
        }
        return copy(mailbox, source, uids, target, Optional.of(limits));
    }

    @Override
    public CopyResult move(MailboxId mailbox, FolderId source, UidSet uids, FolderName target) {
        return copy(mailbox, source, uids, target, Optional.empty());
    }

    private CopyResult copy(
            MailboxId mailbox, FolderId source, UidSet uids, FolderName target, Optional<QuotaLimits> limits) {
        return mailboxes.changeMessages(
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
        return mailboxes.changeMessages(
                mailbox,
                tree -> tree.folder(folder),
                (b, m) -> messageIntents.expunge(b, m, folder, uids, onlyDeleted),
                failed -> failed);
    }

    @Override
    public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
        return messages(mailbox, folder, UidSet.of(uid)).stream().findFirst();
    }

    @Override
    public List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids) {
        return reader.messages(mailbox, folder, uids);
    }

    @Override
    public Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq) {
        return reader.changesSince(mailbox, folder, modSeq);
    }

    @Override
    public Watch watch(MailboxId mailbox, Consumer<FolderChange> watcher) {
        return watchers.add(mailbox, watcher);
    }

    @Override
    public MailboxUsage usage(MailboxId mailbox) {
        return mailboxes.read(mailbox, MailboxEntry::usage);
    }

    @Override
    public PurgeResult purge(MailboxId mailbox) {
        return purger.purge(mailbox);
    }

    /** Why the store takes no more changes until it is opened again; empty as long as all is well, or the disk is full. */
    public Optional<String> failure() {
        return committer.failure().map(Committer.Failure::reason);
    }

    @Override
    public boolean hasRoomFor(long octets) {
        return tables.database.reserve().hasRoomFor(octets);
    }

    /** How much room there is on the disk. */
    public DiskReserve.State room() {
        return tables.database.reserve().state();
    }

    /** What was lost of the store since it exists, although it was acknowledged. */
    public Loss loss() {
        return tables.database.loss();
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
        purger.resume();
        sweeper.sweepFolders();
        sweeper.sweepBodies();
        sweeper.sweepDeliveries();
    }

    /** How many mailboxes are in memory. */
    int mailboxesInMemory() {
        return mailboxes.inMemory();
    }

    /** How many messages are in memory as rows. */
    long messagesInMemory() {
        return mailboxes.messagesInMemory();
    }

    DiskThreads<StoreException> disk() {
        return disk;
    }

    Tables tables() {
        return tables;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        mailboxes.close();
        purger.close();
        sweeper.close();
        committer.close();
        log.close();
        disk.close();
    }
}
