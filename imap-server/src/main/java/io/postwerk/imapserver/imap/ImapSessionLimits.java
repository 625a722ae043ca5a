package io.postwerk.imapserver.imap;

import io.postwerk.imapserver.imap.codec.CodecLimits;
import io.postwerk.net.TransferDeadline;
import java.time.Duration;

/**
 * What one session may cost.
 *
 * @param beforeLogin limits of commands before login
 * @param afterLogin limits of commands after login
 * @param messageOctets largest message of APPEND
 * @param loginTime how long a session may last without login
 * @param idleTime how long a session may be silent after login; RFC 3501 5.4 asks for 30 minutes at least
 * @param command how long the rest of a command may take to come, once it has begun; before login the login time holds too
 * @param failedLogins after so many the session ends
 * @param badCommands after so many the session ends
 */
public record ImapSessionLimits(
        CodecLimits beforeLogin,
        CodecLimits afterLogin,
        long messageOctets,
        Duration loginTime,
        Duration idleTime,
        TransferDeadline.Rules command,
        int failedLogins,
        int badCommands) {
    public static final ImapSessionLimits DEFAULT = new ImapSessionLimits(
            CodecLimits.BEFORE_LOGIN,
            CodecLimits.DEFAULT,
            50L << 20,
            Duration.ofMinutes(1),
            Duration.ofMinutes(30),
            new TransferDeadline.Rules(Duration.ofMinutes(1), Duration.ofHours(1), 500),
            3,
            20);

    public ImapSessionLimits withMessageOctets(long octets) {
        return new ImapSessionLimits(
                beforeLogin, afterLogin, octets, loginTime, idleTime, command, failedLogins, badCommands);
    }

    public ImapSessionLimits withTimes(Duration login, Duration idle, TransferDeadline.Rules command) {
        return new ImapSessionLimits(
                beforeLogin, afterLogin, messageOctets, login, idle, command, failedLogins, badCommands);
    }

    public ImapSessionLimits withBadCommands(int commands) {
        return new ImapSessionLimits(
                beforeLogin, afterLogin, messageOctets, loginTime, idleTime, command, failedLogins, commands);
    }
}
