package io.postwerk.store.rocksdb;

import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.engine.ExpungeHistory;
import io.postwerk.store.engine.FolderIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory. What readers see is the record as it was last made durable, and the messages, if somebody has asked
 * for them; the committer works on a record of its own, which is ahead of that while a batch is under way.
 */
final class FolderEntry {
    /** Which folder of a mailbox. */
    @FunctionalInterface
    interface Ref {
        Optional<FolderEntry> in(MailboxEntry.Tree tree);
    }

    /** A change of the messages of a folder. Made again, it must do nothing. */
    @FunctionalInterface
    interface Delta {
        void apply(Messages messages);
    }

    /** The messages of a folder, and those that are gone. */
    record Messages(FolderIndex index, ExpungeHistory removals) {}

    final FolderId id;
    /** Only the committer's thread touches it. */
    FolderRecord working;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition loadEnded = lock.newCondition();
    private volatile FolderRecord published;

    private @Nullable Messages messages;
    /** What the committer has published since a load began; null if no load is under way. */
    private @Nullable List<Delta> missed;

    private int pins;

    FolderEntry(FolderId id, FolderRecord record) {
        this.id = id;
        this.working = record;
        this.published = record;
    }

    FolderRecord published() {
        return published;
    }

    /** Lets readers see a batch; called by the committer. */
    void publish(List<Delta> deltas) {
        lock.lock();
        try {
            if (messages != null) {
                deltas.forEach(d -> d.apply(messages));
            } else if (missed != null) {
                missed.addAll(deltas);
            }
            published = working;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what a batch has changed that was not made durable; called by the committer. */
    void rollback() {
        working = published;
    }

    /** What is done with the messages, and the record that they belong to, while nobody changes them. */
    @FunctionalInterface
    interface Use<T> {
        T with(FolderRecord record, Messages messages);
    }

    /**
     * Does something with the messages, loading them before if need be.
     *
     * @param load reads them from the database; they may be ahead of the published record
     */
    <T> T use(Function<FolderEntry, Messages> load, Use<T> use) {
        lock.lock();
        try {
            return use.with(published, ensureLoaded(load));
        } finally {
            lock.unlock();
        }
    }

    /** Loads the messages if need be, and keeps them in memory until {@link #unpin}. */
    void pin(Function<FolderEntry, Messages> load) {
        lock.lock();
        try {
            ensureLoaded(load);
            pins++;
        } finally {
            lock.unlock();
        }
    }

    void unpin() {
        lock.lock();
        try {
            pins--;
        } finally {
            lock.unlock();
        }
    }

    /** The messages, for the committer, which sees them as its last batch left them. They must be pinned. */
    Messages pinned() {
        lock.lock();
        try {
            if (messages == null) {
                throw new IllegalStateException("the messages of a folder are not in memory");
            }
            return messages;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the messages from memory; false if somebody needs them. */
    boolean evict() {
        lock.lock();
        try {
            if (pins > 0) {
                return false;
            }
            messages = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Reads with the lock released, so that the committer need not wait; what it publishes meanwhile comes after. */
    private Messages ensureLoaded(Function<FolderEntry, Messages> load) {
        Messages there = messages;
        while (there == null) {
            if (missed != null) {
                loadEnded.awaitUninterruptibly();
                there = messages;
                continue;
            }
            List<Delta> since = new ArrayList<>();
            missed = since;
            Messages loaded = null;
            lock.unlock();
            try {
                loaded = load.apply(this);
            } finally {
                lock.lock();
                if (loaded != null) {
                    for (Delta delta : since) {
                        delta.apply(loaded);
                    }
                }
                messages = loaded;
                missed = null;
                loadEnded.signalAll();
            }
            there = loaded;
        }
        return there;
    }
}
