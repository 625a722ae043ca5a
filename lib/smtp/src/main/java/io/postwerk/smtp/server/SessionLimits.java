package io.postwerk.smtp.server;

import io.postwerk.net.TransferDeadline;
import java.time.Duration;

/**
 * How much one session may do.
 *
 * @param messageOctets size of a message at most; announced as SIZE (RFC 1870)
 * @param recipients of one transaction, at least 100 by RFC 5321 4.5.3.1.8; more get 452 4.5.3
 * @param messages in one session; then 421
 * @param misuse what a client may do that brings no mail
 * @param commandTimeout for a whole command from the reply before it, at least 5 minutes by RFC 5321 4.5.3.2.7; then 421
 * @param data how long a message may take; then 421
 */
public record SessionLimits(
        long messageOctets,
        int recipients,
        int messages,
        Misuse misuse,
        Duration commandTimeout,
        TransferDeadline.Rules data) {

    /**
     * What a client may do that brings no mail, before the session ends with 421.
     *
     * @param errors permanent refusals since the last message that was accepted
     * @param junkCommands commands that change nothing since the last message that was accepted; each beyond is an error
     * @param authFailures failed authentications
     * @param delay of the first error beyond half of {@code errors}; the next waits twice as long, then three times; zero for
     *     none
     */
    public record Misuse(int errors, int junkCommands, int authFailures, Duration delay) {}

    /**
     * 50 MiB, 1000 recipients, any number of messages, 20 errors of which the last ten wait for up to 10 s, 100 junk commands, 5
     * failed authentications, 5 minutes for a command, and for a message an hour at 500 octets a second.
     */
    public static final SessionLimits DEFAULT = new SessionLimits(
            50L * 1024 * 1024,
            1000,
            Integer.MAX_VALUE,
            new Misuse(20, 100, 5, Duration.ofSeconds(1)),
            Duration.ofMinutes(5),
            new TransferDeadline.Rules(Duration.ofMinutes(5), Duration.ofHours(1), 500));

    public SessionLimits withMessageOctets(long octets) {
        return new SessionLimits(octets, recipients, messages, misuse, commandTimeout, data);
    }

    public SessionLimits withRecipients(int count) {
        return new SessionLimits(messageOctets, count, messages, misuse, commandTimeout, data);
    }

    public SessionLimits withMessages(int count) {
        return new SessionLimits(messageOctets, recipients, count, misuse, commandTimeout, data);
    }

    public SessionLimits withMisuse(Misuse other) {
        return new SessionLimits(messageOctets, recipients, messages, other, commandTimeout, data);
    }

    public SessionLimits withErrors(int count) {
        return withMisuse(new Misuse(count, misuse.junkCommands(), misuse.authFailures(), misuse.delay()));
    }

    public SessionLimits withJunkCommands(int count) {
        return withMisuse(new Misuse(misuse.errors(), count, misuse.authFailures(), misuse.delay()));
    }

    public SessionLimits withAuthFailures(int count) {
        return withMisuse(new Misuse(misuse.errors(), misuse.junkCommands(), count, misuse.delay()));
    }

    /** For peers that are our own programs: no answer waits. */
    public SessionLimits withoutDelay() {
        return withMisuse(new Misuse(misuse.errors(), misuse.junkCommands(), misuse.authFailures(), Duration.ZERO));
    }

    public SessionLimits withTimes(Duration command, TransferDeadline.Rules message) {
        return new SessionLimits(messageOctets, recipients, messages, misuse, command, message);
    }
}
