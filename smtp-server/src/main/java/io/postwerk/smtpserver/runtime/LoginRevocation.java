package io.postwerk.smtpserver.runtime;

import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.smtp.server.SmtpServer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ends the open sessions of users who may not log in any more: each time the directory says that users have changed,
 * and periodically, since not every directory tells. While a lookup cannot be answered the sessions go on.
 */
final class LoginRevocation implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LoginRevocation.class.getName());
    private static final String SERVICE = "smtp";

    private final UserDirectory users;
    private final List<SmtpServer> servers;
    private final Duration sweep;
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread;

    /** @param sweep how often to look without being told */
    LoginRevocation(UserDirectory users, List<SmtpServer> servers, Duration sweep) {
        this.users = users;
        this.servers = List.copyOf(servers);
        this.sweep = sweep;
        this.thread = Thread.ofVirtual().name("login-revocation").unstarted(this::run);
    }

    LoginRevocation start() {
        users.onChange(changed::release);
        thread.start();
        return this;
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (changed.tryAcquire(sweep.toNanos(), TimeUnit.NANOSECONDS)) {
                    changed.drainPermits();
                }
                check();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "open sessions could not be checked", e);
            }
        }
    }

    /** Looks up everybody who is logged in. */
    void check() {
        Set<User> open = new HashSet<>();
        servers.forEach(server -> open.addAll(server.users()));
        for (User user : open) {
            if (!mayStay(user)) {
                LOG.log(
                        Level.INFO,
                        () -> "ending the sessions of " + user.address() + ": the login is no longer valid");
                servers.forEach(server -> server.logOut(user));
            }
        }
    }

    private boolean mayStay(User user) {
        return switch (users.lookup(user.address(), SERVICE, 0)) {
            case UserLookup.Found found ->
                !found.user().disabled() && found.user().mailboxId().equals(user.mailboxId());
            case UserLookup.Unknown() -> false;
            case UserLookup.Unavailable unavailable -> true;
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
