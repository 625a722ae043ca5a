package io.postwerk.password;

/**
 * What is kept of a password to check one with. Immutable and safe for many threads. No form of it shows itself in
 * {@code toString()}.
 */
public interface PasswordVerifier {

    /** What came of a check. */
    enum Match {
        YES,
        NO,
        /** Cannot be said now; never taken for a wrong password. */
        UNKNOWN
    }

    /** Checks a password. Costs the same whatever the answer. */
    Match match(TypedPassword password);

    /** What {@link #match} takes, so that the caller can choose a thread for it. */
    WorkKind workKind();
}
