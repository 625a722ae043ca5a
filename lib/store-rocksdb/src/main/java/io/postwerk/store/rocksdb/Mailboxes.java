package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.CommitLog;
import io.postwerk.rocksdb.Committer;
import io.postwerk.store.MailboxId;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.rocksdb.MailboxCache.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives access to mailboxes. A mailbox is in memory while it is read or changed, and its messages are if they are needed. */
final class Mailboxes {
    private final Loader loader;
    private final Committer<Batch> committer;
    private final FolderIntents folderIntents;
    private final MailboxCache cache;
    private final IndexCache indexes;
    private volatile boolean closed;

    Mailboxes(RocksDbSettings settings, Loader loader, Committer<Batch> committer, FolderIntents folderIntents) {
        this.loader = loader;
        this.committer = committer;
        this.folderIntents = folderIntents;
        this.indexes = new IndexCache(settings.indexedMessages());
        this.cache = new MailboxCache(
                settings.openMailboxes(),
                this::load,
                m -> m.tree().byName().values().forEach(indexes::forget));
    }

    /** A change that the committer makes in a mailbox. */
    @FunctionalInterface
    interface Change<R> {
        Optional<R> stage(Batch batch, MailboxEntry mailbox) throws Exception;
    }

    private MailboxEntry load(MailboxId id) {
        return loader.mailbox(id).orElseGet(() -> {
            return committer.submit(batch -> Optional.of(folderIntents.createMailbox(batch, id)), Failures::raise);
        });
    }

    /** @throws StoreException if the mailbox cannot be had */
    Lease acquire(MailboxId id) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        while (true) {
            Lease lease = cache.acquire(id);
            if (!lease.mailbox().gone()) {
                return lease;
            }
            // Removed a moment ago: the next one is another mailbox.
            cache.forget(lease);
            lease.close();
        }
    }

    /**
     * Makes a mailbox unknown, durably; its records stay for the {@link Purger}.
     *
     * @return false if there is none
     * @throws StoreException if that cannot be done
     */
    boolean remove(MailboxId id) {
        if (!cache.holds(id) && loader.mailbox(id).isEmpty()) {
            return false;
        }
        try (Lease lease = acquire(id)) {
            MailboxEntry mailbox = lease.mailbox();
            Collection<FolderEntry> folders = mailbox.tree().byName().values();
            committer.submit(
                    batch -> {
                        if (!mailbox.workingGone) {
                            folderIntents.removeMailbox(batch, mailbox);
                        }
                        return Optional.of(mailbox);
                    },
                    Failures::raise);
            cache.forget(lease);
            folders.forEach(indexes::forget);
            return true;
        }
    }

    <T> T read(MailboxId id, Function<MailboxEntry, T> question) {
        try (Lease lease = acquire(id)) {
            return question.apply(lease.mailbox());
        }
    }

    /** Does something with the messages of a folder, while nobody changes them. */
    <T> T use(MailboxEntry mailbox, FolderEntry folder, FolderEntry.Use<T> use) {
        T result = folder.use(e -> loader.messages(mailbox.number(), e), use);
        indexes.used(folder, folder.published().messages());
        return result;
    }

    <R> R change(MailboxId id, Change<R> change, Function<StoreFailed, R> failed) {
        try (Lease lease = acquire(id)) {
            return submit(lease.mailbox(), change, failed);
        } catch (StoreException e) {
            return failed.apply(StoreFailed.of(e));
        }
    }

    /** A change that looks at the messages of a folder: they are in memory, and stay there until it is made. */
    <R> R changeMessages(MailboxId id, FolderEntry.Ref ref, Change<R> change, Function<StoreFailed, R> failed) {
        try (Lease lease = acquire(id)) {
            MailboxEntry mailbox = lease.mailbox();
            Optional<FolderEntry> folder = ref.in(mailbox.tree());
            if (folder.isEmpty()) {
                return submit(mailbox, change, failed);
            }
            folder.get().pin(e -> loader.messages(mailbox.number(), e));
            try {
                return submit(mailbox, change, failed);
            } finally {
                folder.get().unpin();
                indexes.used(folder.get(), folder.get().published().messages());
            }
        } catch (StoreException e) {
            return failed.apply(StoreFailed.of(e));
        }
    }

    private <R> R submit(MailboxEntry mailbox, Change<R> change, Function<StoreFailed, R> failed) {
        return committer.submit(
                unlessGone(mailbox, batch -> change.stage(batch, mailbox), failed),
                why -> failed.apply(Failures.of(why)));
    }

    /** A change of a mailbox that fails if the mailbox was removed before it was its turn. */
    static <R> CommitLog.Intent<Batch, R> unlessGone(
            MailboxEntry mailbox, CommitLog.Intent<Batch, R> change, Function<StoreFailed, R> failed) {
        return batch -> mailbox.workingGone
                ? Optional.of(failed.apply(new StoreFailed("the mailbox was removed")))
                : change.stage(batch);
    }

    /** Does something with several mailboxes; the same may occur more than once. */
    <T> T with(List<MailboxId> ids, Function<List<MailboxEntry>, T> action) {
        List<Lease> leases = new ArrayList<>(ids.size());
        try {
            for (MailboxId id : ids) {
                leases.add(acquire(id));
            }
            return action.apply(leases.stream().map(Lease::mailbox).toList());
        } finally {
            leases.forEach(Lease::close);
        }
    }

    int inMemory() {
        return cache.size();
    }

    long messagesInMemory() {
        return indexes.messages();
    }

    /** Nobody gets a mailbox any more. */
    void close() {
        closed = true;
    }
}
