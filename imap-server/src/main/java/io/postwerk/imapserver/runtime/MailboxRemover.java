package io.postwerk.imapserver.runtime;

import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Removes the mailboxes of users who were deleted together with their mail, one after the other, on a thread of its own.
 *
 * <p>A mailbox is removed only when users at least as new as the set that asks for it do not know it: files that arrive in
 * another order, or a user who is there again, remove nothing. Its sessions are ended first. A removal counts as done when a
 * look finds nothing any more: if there was something, another look follows after a moment, since a delivery that was under
 * way may have made the mailbox anew. Each set that is loaded is gone through as a whole; what an earlier one did is not
 * remembered.
 */
@SuppressWarnings("ReferenceEquality") // identity tells whether a new set was loaded; its contents may be equal
final class MailboxRemover implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MailboxRemover.class.getName());
    private static final String SERVICE = "imap";

    /** What came of a look at a removal. */
    private enum Look {
        DONE,
        /** It is to be looked at again. */
        AGAIN,
        /** The user exists. */
        KEPT
    }

    /** A set, and the ids of it that are done. */
    private record RemovalState(MailboxRemovals.Table table, Set<String> done) {
        static RemovalState of(MailboxRemovals.Table table) {
            return new RemovalState(table, ConcurrentHashMap.newKeySet());
        }

        boolean finished() {
            return done.size() == table.mailboxes().size();
        }
    }

    private final Supplier<Optional<MailboxRemovals.Table>> wanted;
    private final UserDirectory users;
    private final OpenSessions sessions;
    private final MailboxStore store;
    private final Duration again;
    private final ImapServerMetrics metrics;
    private volatile Optional<RemovalState> state = Optional.empty();
    private final Semaphore changed = new Semaphore(0);
    private final Set<String> kept = new HashSet<>(); // the thread's own
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param wanted the set in force
     * @param again how long to wait before what is not done is looked at again
     */
    MailboxRemover(
            Supplier<Optional<MailboxRemovals.Table>> wanted,
            UserDirectory users,
            OpenSessions sessions,
            MailboxStore store,
            Duration again,
            ImapServerMetrics metrics) {
        this.wanted = wanted;
        this.users = users;
        this.sessions = sessions;
        this.store = store;
        this.again = again;
        this.metrics = metrics;
        // A platform thread: the store's native calls are made on it.
        this.thread = Thread.ofPlatform().daemon().name("mailbox-removals").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Another set is in force. */
    void changed() {
        changed.release();
    }

    /** How many removals of that set are not done; all of them as long as it has not got here. */
    long pending(MailboxRemovals.Table table) {
        return state.filter(now -> now.table == table)
                .map(now -> (long) now.table.mailboxes().size() - now.done.size())
                .orElse((long) table.mailboxes().size());
    }

    /** How many removals of the latest set are not done. */
    long pending() {
        return wanted.get().map(this::pending).orElse(0L);
    }

    private void run() {
        while (!closed) {
            try {
                Optional<RemovalState> now = follow();
                now.ifPresent(this::work);
                if (now.isEmpty() || now.get().finished()) {
                    changed.acquire();
                } else {
                    changed.tryAcquire(again.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "mailboxes could not be removed", e);
            }
        }
    }

    private Optional<RemovalState> follow() {
        Optional<MailboxRemovals.Table> table = wanted.get();
        if (table.isPresent() && state.filter(now -> now.table == table.get()).isEmpty()) {
            state = Optional.of(RemovalState.of(table.get()));
        }
        return state;
    }

    private void work(RemovalState now) {
        for (MailboxRemovals.Removal removal : now.table.mailboxes()) {
            // Once a newer set is loaded, this one is out of date: it may name mailboxes that are to be kept now.
            if (closed || wanted.get().filter(latest -> latest == now.table).isEmpty()) {
                return;
            }
            if (!now.done.contains(removal.id()) && look(removal, now.table.sequence()) == Look.DONE) {
                now.done.add(removal.id());
            }
        }
    }

    private Look look(MailboxRemovals.Removal removal, long sequence) {
        return switch (users.lookup(removal.address(), SERVICE, sequence)) {
            case UserLookup.Found(User user) when user.mailboxId().equals(removal.id()) -> keep(removal);
            case UserLookup.Unavailable _ -> Look.AGAIN;
            case UserLookup.Found _, UserLookup.Unknown() -> remove(removal);
        };
    }

    private Look keep(MailboxRemovals.Removal removal) {
        if (kept.add(removal.id())) {
            metrics.removalKept();
            LOG.log(
                    Level.WARNING,
                    () -> "mailbox " + removal.id() + " is to be removed, but its user " + removal.address()
                            + " exists: it is kept");
        }
        return Look.KEPT;
    }

    private Look remove(MailboxRemovals.Removal removal) {
        kept.remove(removal.id());
        if (sessions.end(removal.id(), "Account is gone") > 0) {
            return Look.AGAIN;
        }
        return switch (store.purge(new MailboxId(removal.id()))) {
            case PurgeResult.Purged(boolean anything)
            when anything -> {
                metrics.mailboxRemoved();
                LOG.log(Level.INFO, () -> "mailbox " + removal.id() + " of " + removal.address() + " is removed");
                yield Look.AGAIN;
            }
            case PurgeResult.Purged _ -> Look.DONE;
            case StoreFailed(String reason, boolean _) -> {
                LOG.log(Level.WARNING, () -> "mailbox " + removal.id() + " is not removed yet: " + reason);
                yield Look.AGAIN;
            }
        };
    }

    /** Stops. What is not done goes on after the next start. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
