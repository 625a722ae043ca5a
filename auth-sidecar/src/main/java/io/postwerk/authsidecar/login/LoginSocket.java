package io.postwerk.authsidecar.login;

import io.postwerk.sasl.wire.Version;

/**
 * A kind of socket for logins.
 *
 * @param name for the log and metrics
 * @param version that is announced
 * @param tellsMailbox whether OK carries the id of the mailbox
 */
public record LoginSocket(String name, Version version, boolean tellsMailbox) {

    /** For anybody's front end. */
    public static final LoginSocket COMMON = new LoginSocket("auth", Version.COMMON, false);

    /** For our own servers. */
    public static final LoginSocket INTERNAL = new LoginSocket("auth-internal", Version.INTERNAL, true);
}
