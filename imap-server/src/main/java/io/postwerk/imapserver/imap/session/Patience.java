package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.ImapLimits;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import java.time.Duration;
import java.util.Optional;

/** How long a session waits for its client, and how much it puts up with. */
final class Patience {
    private final ImapLimits limits;
    private final long loginDeadline;

    /** When the client last sent something: news of the mailbox does not make it less silent. */
    private long lastHeard = System.nanoTime();

    private boolean loggedIn;
    private int failedLogins;
    private int badCommands;

    Patience(ImapLimits limits) {
        this.limits = limits;
        this.loginDeadline = lastHeard + limits.loginTime().toNanos();
    }

    void heard() {
        lastHeard = System.nanoTime();
    }

    void loggedIn() {
        loggedIn = true;
    }

    void failedLogin() {
        failedLogins++;
    }

    void badCommand() {
        badCommands++;
    }

    /** How long to wait for the next command. */
    Duration forInput() {
        return until(loggedIn ? lastHeard + limits.idleTime().toNanos() : loginDeadline);
    }

    /** How long the rest of a command may take to come. Before login a slow command does not buy more time. */
    Duration forCommand() {
        Duration whole = limits.commandTime();
        Duration untilLogin = until(loginDeadline);
        return loggedIn || whole.compareTo(untilLogin) < 0 ? whole : untilLogin;
    }

    private static Duration until(long nanoTime) {
        return Duration.ofNanos(Math.max(nanoTime - System.nanoTime(), 0));
    }

    /** What to say when no command has come in time. */
    StatusResponse goodbye() {
        // RFC 3501 5.4
        return loggedIn ? StatusResponses.autologout() : StatusResponses.loginTimedOut();
    }

    /** What to say when the client has done too much wrong. */
    Optional<StatusResponse> tooMuch() {
        if (failedLogins >= limits.failedLogins()) {
            return Optional.of(StatusResponses.tooManyFailedLogins());
        }
        return badCommands >= limits.badCommands()
                ? Optional.of(StatusResponses.tooManyBadCommands())
                : Optional.empty();
    }
}
