package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.ImapSessionLimits;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.TransferDeadline;
import java.time.Duration;

/** How long one session waits for its client. */
final class ImapTimeouts {
    private final ImapSessionLimits limits;
    private final long loginDeadline;

    /** When the client last sent something; updates that the server sends do not count. */
    private long lastHeard = System.nanoTime();

    private boolean loggedIn;
    private TransferDeadline command;

    ImapTimeouts(ImapSessionLimits limits) {
        this.limits = limits;
        this.loginDeadline = lastHeard + limits.loginTime().toNanos();
        this.command = new TransferDeadline(limits.command());
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

    /** A command begins to come. */
    void beginCommand() {
        command = new TransferDeadline(limits.command());
    }

    /**
     * How long to wait for more of a command. Before login the login deadline holds too.
     *
     * @param received octets of the command up to now
     * @throws DeadlineExceededException if it has taken too long already
     */
    Duration forCommand(long received) throws DeadlineExceededException {
        Duration rest = command.remaining(received);
        Duration untilLogin = until(loginDeadline);
        return loggedIn || rest.compareTo(untilLogin) < 0 ? rest : untilLogin;
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
