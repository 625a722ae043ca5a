package io.postwerk.store.rocksdb;

import io.postwerk.store.MailboxId;
import io.postwerk.store.StoreException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The mailboxes in memory. All users of a mailbox share one entry, which stays as long as it is used. Unused entries stay up
 * to a number; the clock algorithm evicts those that were not used lately.
 */
final class MailboxCache {
    private static final int STEPS_OF_THE_HAND = 16;

    private final Map<MailboxId, Slot> slots = new ConcurrentHashMap<>();
    private final Function<MailboxId, MailboxEntry> load;
    private final Consumer<MailboxEntry> evicted;
    private final int capacity;
    private final AtomicReference<Iterator<MailboxId>> hand = new AtomicReference<>();

    /**
     * @param load reads or makes a mailbox
     * @param evicted is told of each mailbox that leaves
     */
    MailboxCache(int capacity, Function<MailboxId, MailboxEntry> load, Consumer<MailboxEntry> evicted) {
        this.capacity = capacity;
        this.load = load;
        this.evicted = evicted;
    }

    /** {@code users} and {@code usedLately} change only while the map holds the slot. */
    private static final class Slot {
        private final CompletableFuture<MailboxEntry> entry = new CompletableFuture<>();
        private int users;
        private boolean usedLately = true;
    }

    /** The use of a mailbox, until it is closed. */
    static final class Lease implements AutoCloseable {
        private final MailboxCache cache;
        private final Slot slot;
        private final MailboxEntry mailbox;

        private Lease(MailboxCache cache, Slot slot, MailboxEntry mailbox) {
            this.cache = cache;
            this.slot = slot;
            this.mailbox = mailbox;
        }

        MailboxEntry mailbox() {
            return mailbox;
        }

        @Override
        public void close() {
            cache.release(mailbox.id, slot);
        }
    }

    /** @throws StoreException if the mailbox can be neither read nor made */
    Lease acquire(MailboxId id) {
        boolean[] first = new boolean[1];
        Slot slot = slots.compute(id, (key, present) -> {
            Slot used = present;
            if (used == null) {
                used = new Slot();
                first[0] = true;
            }
            used.users++;
            used.usedLately = true;
            return used;
        });
        try {
            if (first[0]) {
                load(id, slot);
            }
            return new Lease(this, slot, slot.entry.join());
        } catch (CompletionException e) {
            release(id, slot);
            throw e.getCause() instanceof StoreException failure
                    ? failure
                    : new StoreException("a mailbox cannot be read", e.getCause());
        }
    }

    /** Whether a mailbox is in memory, or about to be. */
    boolean holds(MailboxId id) {
        return slots.containsKey(id);
    }

    /** Takes a mailbox out of the cache; those who use it keep it. */
    void forget(Lease lease) {
        slots.remove(lease.mailbox.id, lease.slot);
    }

    private void load(MailboxId id, Slot slot) {
        try {
            slot.entry.complete(load.apply(id));
        } catch (RuntimeException | Error e) {
            slot.entry.completeExceptionally(e);
        }
    }

    private void release(MailboxId id, Slot slot) {
        slots.computeIfPresent(id, (key, present) -> {
            // Another has taken its place if it was forgotten.
            if (present == slot) {
                slot.users--;
            }
            return present.users == 0 && present.entry.isCompletedExceptionally() ? null : present;
        });
        if (slots.size() > capacity) {
            moveHand();
        }
    }

    private void moveHand() {
        Iterator<MailboxId> mine = hand.getAndSet(null);
        Iterator<MailboxId> ids =
                mine == null || !mine.hasNext() ? slots.keySet().iterator() : mine;
        for (int i = 0; i < STEPS_OF_THE_HAND && ids.hasNext() && slots.size() > capacity; i++) {
            slots.computeIfPresent(ids.next(), (key, slot) -> {
                if (slot.users > 0) {
                    return slot;
                }
                if (slot.usedLately) {
                    slot.usedLately = false;
                    return slot;
                }
                evicted.accept(slot.entry.join());
                return null;
            });
        }
        hand.set(ids);
    }

    int size() {
        return slots.size();
    }
}
