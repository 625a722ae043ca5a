package io.postwerk.imapserver.pop3;

import java.time.Duration;

/**
 * What one session may cost.
 *
 * @param lineOctets longest command with its CRLF; RFC 2449 4 asks for 255, a SASL response needs more
 * @param loginTime how long a session may last without login
 * @param idleTime how long a session may be silent after login; RFC 1939 3 asks for 10 minutes at least
 * @param commandTime how long the rest of a line may take to come, once it has begun
 * @param failedLogins after so many the session ends
 * @param badCommands after so many in a session it ends
 */
public record Pop3SessionLimits(
        int lineOctets,
        Duration loginTime,
        Duration idleTime,
        Duration commandTime,
        int failedLogins,
        int badCommands) {
    public static final Pop3SessionLimits DEFAULT =
            new Pop3SessionLimits(12_288, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(1), 3, 20);

    public Pop3SessionLimits withTimes(Duration login, Duration idle, Duration command) {
        return new Pop3SessionLimits(lineOctets, login, idle, command, failedLogins, badCommands);
    }

    public Pop3SessionLimits withBadCommands(int commands) {
        return new Pop3SessionLimits(lineOctets, loginTime, idleTime, commandTime, failedLogins, commands);
    }
}
