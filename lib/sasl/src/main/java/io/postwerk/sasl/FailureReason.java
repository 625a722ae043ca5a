package io.postwerk.sasl;

/**
 * Why an exchange failed, as far as a front end may know. None tells whether a user exists: {@link #DISABLED} and
 * {@link #EXPIRED} are given only to a client that proved the password.
 */
public enum FailureReason {
    /** No such user, or a wrong password; the client is not told which. */
    CREDENTIALS,
    /** The service or its user source cannot answer now; the client may try again (454 4.7.0 in SMTP). */
    TEMPORARY,
    /** The account is switched off. */
    DISABLED,
    /** The credential has expired. */
    EXPIRED,
    /** Authenticated, but not allowed to act as the authorization identity. */
    NOT_AUTHORIZED,
    /** The mechanism shows the password, and the connection is not protected. */
    ENCRYPTION_REQUIRED,
    /** What the client sent is not base64 or not a message of the mechanism. */
    MALFORMED,
    /** The mechanism is not offered. */
    UNKNOWN_MECHANISM
}
