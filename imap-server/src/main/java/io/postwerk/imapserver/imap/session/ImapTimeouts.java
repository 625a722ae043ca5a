package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.ImapSessionLimits;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import java.time.Duration;

/** How long one session waits for its client. */
final class ImapTimeouts {
    private final ImapSessionLimits limits;
    private final long loginDeadline;

    /** When the client last sent something; updates that the server sends do not count. */
    private long lastHeard = System.nanoTime();

    private boolean loggedIn;

    ImapTimeouts(ImapSessionLimits limits) {
        this.limits = limits;
        this.loginDeadline = lastHeard + limits.loginTime().toNanos();
    }

    void heard() {
        lastHeard = System.nanoTime();
    }

    void loggedIn() {
        loggedIn = true;
    }

    /** How long to wait for the next command. */
    Duration forInput() {
        return until(loggedIn ? lastHeard + limits.idleTime().toNanos() : loginDeadline);
    }

    /** How long the rest of a command may take to come. Before login the login deadline holds too. */
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
}
