package io.postwerk.smtp.server;

import java.time.Duration;

/**
 * How much one session may do.
 *
 * @param messageOctets size of a message at most; announced as SIZE (RFC 1870)
 * @param recipients of one transaction, at least 100 by RFC 5321 4.5.3.1.8; more get 452 4.5.3
 * @param errors permanent refusals since the last message that was accepted; then 421
 * @param authFailures failed authentications; then 421
 * @param messages in one session; then 421
 * @param commandTimeout wait for a command, at least 5 minutes by RFC 5321 4.5.3.2.7; then 421
 * @param dataTimeout wait for more of a message's octets; then 421
 */
public record SessionLimits(
        long messageOctets,
        int recipients,
        int errors,
        int authFailures,
        int messages,
        Duration commandTimeout,
        Duration dataTimeout) {

    /** 50 MiB, 1000 recipients, 20 errors, 5 failed authentications, any number of messages, 5 minutes. */
    public static final SessionLimits DEFAULT = new SessionLimits(
            50L * 1024 * 1024, 1000, 20, 5, Integer.MAX_VALUE, Duration.ofMinutes(5), Duration.ofMinutes(5));

    public SessionLimits withMessageOctets(long octets) {
        return new SessionLimits(octets, recipients, errors, authFailures, messages, commandTimeout, dataTimeout);
    }

    public SessionLimits withRecipients(int count) {
        return new SessionLimits(messageOctets, count, errors, authFailures, messages, commandTimeout, dataTimeout);
    }

    public SessionLimits withErrors(int count) {
        return new SessionLimits(messageOctets, recipients, count, authFailures, messages, commandTimeout, dataTimeout);
    }

    public SessionLimits withAuthFailures(int count) {
        return new SessionLimits(messageOctets, recipients, errors, count, messages, commandTimeout, dataTimeout);
    }

    public SessionLimits withMessages(int count) {
        return new SessionLimits(messageOctets, recipients, errors, authFailures, count, commandTimeout, dataTimeout);
    }

    public SessionLimits withTimeouts(Duration command, Duration data) {
        return new SessionLimits(messageOctets, recipients, errors, authFailures, messages, command, data);
    }
}
