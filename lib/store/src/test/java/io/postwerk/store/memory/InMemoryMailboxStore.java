package io.postwerk.store.memory;

import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
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
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoreResult.SubscriptionResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.Watchers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A mailbox store in memory, for tests of what uses a store: written for clarity, with one lock around everything, and
 * independent of the engine that keeps mail, so that the two can be compared. Nothing survives {@link #close}.
 */
public final class InMemoryMailboxStore implements MailboxStore {
    private final Map<MailboxId, MemoryMailbox> mailboxes = new HashMap<>();
    private final Watchers watchers = new Watchers();
    private final InstantSource clock;
    private MemoryMailbox.Marks purged = MemoryMailbox.Marks.NONE;
    private boolean closed;

    public InMemoryMailboxStore() {
        this(InstantSource.system());
    }

    public InMemoryMailboxStore(InstantSource clock) {
        this.clock = clock;
    }

    private synchronized <T> T read(MailboxId mailbox, Function<MemoryMailbox, T> question) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        return question.apply(
                mailboxes.computeIfAbsent(mailbox, id -> new MemoryMailbox(id, clock, watchers::announce, purged)));
    }

    /** @param failed what to return if the store is closed */
    private <T> T change(MailboxId mailbox, Function<MemoryMailbox, T> change, Function<StoreFailed, T> failed) {
        T result;
        try {
            result = read(mailbox, change);
        } catch (StoreException e) {
            return failed.apply(new StoreFailed(String.valueOf(e.getMessage())));
        }
        watchers.tell();
        return result;
    }

    @Override
    public boolean hasRoomFor(long octets) {
        return true;
    }

    @Override
    public List<Folder> folders(MailboxId mailbox) {
        return read(mailbox, MemoryMailbox::folders);
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderName name) {
        return read(mailbox, m -> m.find(name).map(MemoryFolder::describe));
    }

    @Override
    public Optional<Folder> folder(MailboxId mailbox, FolderId id) {
        return read(mailbox, m -> m.find(id).map(MemoryFolder::describe));
    }

    @Override
    public FolderResult createFolder(MailboxId mailbox, FolderName name) {
        return change(mailbox, m -> m.create(name), failed -> failed);
    }

    @Override
    public FolderResult deleteFolder(MailboxId mailbox, FolderName name) {
        return change(mailbox, m -> m.delete(name), failed -> failed);
    }

    @Override
    public FolderResult renameFolder(MailboxId mailbox, FolderName from, FolderName to) {
        return change(mailbox, m -> m.rename(from, to), failed -> failed);
    }

    @Override
    public SortedSet<FolderName> subscriptions(MailboxId mailbox) {
        return read(mailbox, MemoryMailbox::subscriptions);
    }

    @Override
    public SubscriptionResult subscribe(MailboxId mailbox, FolderName name) {
        return change(mailbox, m -> m.subscribe(name), failed -> failed);
    }

    @Override
    public SubscriptionResult unsubscribe(MailboxId mailbox, FolderName name) {
        return change(mailbox, m -> m.unsubscribe(name), failed -> failed);
    }

    @Override
    public Optional<FolderState> open(MailboxId mailbox, FolderId folder, OpenMode mode) {
        return read(mailbox, m -> m.find(folder).map(f -> f.open(mode)));
    }

    @Override
    public UidSet claimRecent(MailboxId mailbox, FolderId folder) {
        return read(mailbox, m -> m.find(folder).map(MemoryFolder::claimRecent).orElse(UidSet.EMPTY));
    }

    @Override
    public AppendResult append(AppendRequest append) {
        MessageSource message = append.message();
        if (message.size() > MAX_MESSAGE_OCTETS) {
            return new LimitReached(LimitReached.Limit.MESSAGE_OCTETS);
        }
        byte[] octets;
        MessageSummary summary;
        try {
            octets = message.readAll();
            summary = MessageSummary.of(MessageSource.of(octets));
        } catch (IOException e) {
            return new StoreFailed("the message cannot be read: " + e.getMessage());
        }
        return change(append.mailbox(), m -> m.append(append, octets, summary), failed -> failed);
    }

    @Override
    public List<AppendResult> appendAll(List<AppendRequest> appends) {
        return appends.stream().map(this::append).toList();
    }

    @Override
    public FlagsResult storeFlags(MailboxId mailbox, FolderId folder, UidSet uids, FlagChange change, Flags flags) {
        return change(mailbox, m -> m.storeFlags(folder, uids, change, flags), failed -> failed);
    }

    @Override
    public CopyResult copy(MailboxId mailbox, FolderId source, UidSet uids, FolderName target, QuotaLimits limits) {
        return change(mailbox, m -> m.copy(source, uids, target, Optional.of(limits)), failed -> failed);
    }

    @Override
    public CopyResult move(MailboxId mailbox, FolderId source, UidSet uids, FolderName target) {
        return change(mailbox, m -> m.copy(source, uids, target, Optional.empty()), failed -> failed);
    }

    @Override
    public ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids) {
        return change(mailbox, m -> m.expunge(folder, uids, false), failed -> failed);
    }

    @Override
    public ExpungeResult expungeDeleted(MailboxId mailbox, FolderId folder, UidSet uids) {
        return change(mailbox, m -> m.expunge(folder, uids, true), failed -> failed);
    }

    @Override
    public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
        return messages(mailbox, folder, UidSet.of(uid)).stream().findFirst();
    }

    @Override
    public List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids) {
        return read(mailbox, m -> m.find(folder).map(f -> f.messages(uids)).orElse(List.of()));
    }

    @Override
    public Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq) {
        return read(mailbox, m -> m.changesSince(folder, modSeq));
    }

    @Override
    public Watch watch(MailboxId mailbox, Consumer<FolderChange> watcher) {
        return watchers.add(mailbox, watcher);
    }

    @Override
    public MailboxUsage usage(MailboxId mailbox) {
        return read(mailbox, MemoryMailbox::usage);
    }

    @Override
    public PurgeResult purge(MailboxId mailbox) {
        boolean anything;
        synchronized (this) {
            if (closed) {
                return new StoreFailed("the store is closed");
            }
            Optional<MemoryMailbox> removed = Optional.ofNullable(mailboxes.remove(mailbox));
            removed.ifPresent(m -> {
                purged = purged.and(m.marks());
                m.tellGone();
            });
            anything = removed.isPresent();
        }
        watchers.tell();
        return new PurgeResult.Purged(anything);
    }

    @Override
    public synchronized void close() {
        closed = true;
        mailboxes.clear();
    }
}
