package io.postwerk.store.engine;

import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.MailboxStore.Watch;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Who watches which mailbox. Changes are told in the order in which they were announced, by one thread at a time, and no
 * lock is held meanwhile.
 */
public final class Watchers {
    private static final System.Logger LOG = System.getLogger(Watchers.class.getName());

    private final Map<MailboxId, Set<Entry>> byMailbox = new ConcurrentHashMap<>();
    private final Queue<FolderChange> announced = new ConcurrentLinkedQueue<>();
    private final AtomicInteger untold = new AtomicInteger();

    /** One watch. Not a record: the same watcher may watch twice. */
    private static final class Entry {
        private final Consumer<FolderChange> watcher;

        Entry(Consumer<FolderChange> watcher) {
            this.watcher = watcher;
        }
    }

    public Watch add(MailboxId mailbox, Consumer<FolderChange> watcher) {
        Entry entry = new Entry(watcher);
        byMailbox.compute(mailbox, (id, entries) -> {
            Set<Entry> set = entries == null ? ConcurrentHashMap.newKeySet() : entries;
            set.add(entry);
            return set;
        });
        return () -> byMailbox.computeIfPresent(mailbox, (id, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
    }

    /** Notes a change; {@link #tell} passes it on. */
    public void announce(FolderChange change) {
        if (byMailbox.containsKey(change.mailbox())) {
            announced.add(change);
        }
    }

    /** Passes on all changes that were announced. If another thread does so already, that one passes on these too. */
    public void tell() {
        if (untold.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            FolderChange change;
            while ((change = announced.poll()) != null) {
                tell(change);
            }
            seen = untold.addAndGet(-seen);
        } while (seen > 0);
    }

    private void tell(FolderChange change) {
        for (Entry entry : byMailbox.getOrDefault(change.mailbox(), Set.of())) {
            try {
                entry.watcher.accept(change);
            } catch (Throwable e) { // an Error too: it is one session's, and must not stop the store for all
                LOG.log(System.Logger.Level.WARNING, "a watcher of a mailbox failed", e);
            }
        }
    }
}
