package io.postwerk.imapserver;

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
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.SubscriptionResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/** Passes everything on, so that a test can change one thing. */
public class ForwardingStore implements MailboxStore {
    private final MailboxStore store;

    public ForwardingStore(MailboxStore store) {
        this.store = store;
    }

    @Override
    public boolean hasRoomFor(long octets) {
        return store.hasRoomFor(octets);
    }

    @Override
    public List<Folder> folders(MailboxId mailbox) {
        return store.folders(mailbox);
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderName name) {
        return store.folder(mailbox, name);
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderId id) {
        return store.folder(mailbox, id);
    }

    @Override
    public FolderResult createFolder(MailboxId mailbox, FolderName name) {
        return store.createFolder(mailbox, name);
    }

    @Override
    public FolderResult deleteFolder(MailboxId mailbox, FolderName name) {
        return store.deleteFolder(mailbox, name);
    }

    @Override
    public FolderResult renameFolder(MailboxId mailbox, FolderName from, FolderName to) {
        return store.renameFolder(mailbox, from, to);
    }

    @Override
    public SortedSet<FolderName> subscriptions(MailboxId mailbox) {
        return store.subscriptions(mailbox);
    }

    @Override
    public SubscriptionResult subscribe(MailboxId mailbox, FolderName name) {
        return store.subscribe(mailbox, name);
    }

    @Override
    public SubscriptionResult unsubscribe(MailboxId mailbox, FolderName name) {
        return store.unsubscribe(mailbox, name);
    }

    @Override
    public Optional<FolderState> open(MailboxId mailbox, FolderId folder, OpenMode mode) {
        return store.open(mailbox, folder, mode);
    }

    @Override
    public UidSet claimRecent(MailboxId mailbox, FolderId folder) {
        return store.claimRecent(mailbox, folder);
    }

    @Override
    public AppendResult append(AppendRequest append) {
        return store.append(append);
    }

    @Override
    public List<AppendResult> appendAll(List<AppendRequest> appends) {
        return store.appendAll(appends);
    }

    @Override
    public FlagsResult storeFlags(MailboxId mailbox, FolderId folder, UidSet uids, FlagChange change, Flags flags) {
        return store.storeFlags(mailbox, folder, uids, change, flags);
    }

    @Override
    public CopyResult copy(MailboxId mailbox, FolderId source, UidSet uids, FolderName target, QuotaLimits limits) {
        return store.copy(mailbox, source, uids, target, limits);
    }

    @Override
    public CopyResult move(MailboxId mailbox, FolderId source, UidSet uids, FolderName target) {
        return store.move(mailbox, source, uids, target);
    }

    @Override
    public ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids) {
        return store.expunge(mailbox, folder, uids);
    }

    @Override
    public ExpungeResult expungeDeleted(MailboxId mailbox, FolderId folder, UidSet uids) {
        return store.expungeDeleted(mailbox, folder, uids);
    }

    @Override
    public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
        return store.message(mailbox, folder, uid);
    }

    @Override
    public List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids) {
        return store.messages(mailbox, folder, uids);
    }

    @Override
    public Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq) {
        return store.changesSince(mailbox, folder, modSeq);
    }

    @Override
    public Watch watch(MailboxId mailbox, Consumer<FolderChange> watcher) {
        return store.watch(mailbox, watcher);
    }

    @Override
    public MailboxUsage usage(MailboxId mailbox) {
        return store.usage(mailbox);
    }

    @Override
    public PurgeResult purge(MailboxId mailbox) {
        return store.purge(mailbox);
    }

    @Override
    public void close() {
        store.close();
    }
}
