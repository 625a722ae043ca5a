package io.postwerk.imapserver.runtime;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The open sessions of users, whatever the protocol. Each time the directory says that users have changed, and now and
 * then besides (a directory may not be able to say so, and a login may cross a change), everyone with an open session is
 * looked up again; who is disabled, gone, or has become somebody else's mailbox is ended. While a lookup cannot be
 * answered the sessions go on.
 */
final class OpenSessions implements UserSessions, AutoCloseable {
    private static final Logger LOG = System.getLogger(OpenSessions.class.getName());
    private static final String SERVICE = "imap";

    private final UserDirectory users;
    private final Duration sweepEvery;
    private final Map<User, Set<Session>> sessions = new ConcurrentHashMap<>();
    private final Semaphore changed = new Semaphore(0);
    private volatile boolean closed;
    private volatile Optional<Thread> checker = Optional.empty();

    OpenSessions(UserDirectory users, Duration sweepEvery) {
        this.users = users;
        this.sweepEvery = sweepEvery;
    }

    /** Begins to check. */
    void start() {
        users.onChange(changed::release);
        checker = Optional.of(Thread.ofVirtual().name("open-sessions").start(this::checkForEver));
    }

    @Override
    public Registration register(User user, Session session) {
        sessions.compute(user, (_, before) -> {
            Set<Session> open = before == null ? ConcurrentHashMap.newKeySet() : before;
            open.add(session);
            return open;
        });
        return () -> sessions.computeIfPresent(user, (_, open) -> {
            open.remove(session);
            return open.isEmpty() ? null : open;
        });
    }

    /** How many sessions of users are open. */
    int size() {
        return sessions.values().stream().mapToInt(Set::size).sum();
    }

    /**
     * Ends the sessions with that mailbox.
     *
     * @return how many are open still
     */
    int end(String mailboxId, String reason) {
        int open = 0;
        for (Map.Entry<User, Set<Session>> entry : sessions.entrySet()) {
            if (entry.getKey().mailboxId().equals(mailboxId)) {
                entry.getValue().forEach(session -> session.terminate(reason));
                open += entry.getValue().size();
            }
        }
        return open;
    }

    /** Looks up everyone with an open session, and ends the sessions of those who may not have one. */
    void check() {
        for (Map.Entry<User, Set<Session>> entry : sessions.entrySet()) {
            User user = entry.getKey();
            reasonToEnd(user).ifPresent(reason -> {
                LOG.log(Level.INFO, () -> "ending the sessions of " + user.address() + ": " + reason);
                entry.getValue().forEach(session -> session.terminate(reason));
            });
        }
    }

    private Optional<String> reasonToEnd(User user) {
        return switch (users.lookup(user.address(), SERVICE, 0)) {
            case UserLookup.Found(User record) when record.disabled() -> Optional.of("Account is disabled");
            case UserLookup.Found(User record)
            when !record.mailboxId().equals(user.mailboxId()) -> Optional.of("Account has changed");
            case UserLookup.Found _ -> Optional.empty();
            case UserLookup.Unknown() -> Optional.of("Account is gone");
            case UserLookup.Unavailable _ -> Optional.empty();
        };
    }

    private void checkForEver() {
        while (!closed) {
            try {
                if (changed.tryAcquire(sweepEvery.toMillis(), TimeUnit.MILLISECONDS)) changed.drainPermits();
                check();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "open sessions could not be checked", e);
            }
        }
    }

    /** Ends the checking, not the sessions. */
    @Override
    public void close() {
        closed = true;
        checker.ifPresent(Thread::interrupt);
    }
}
