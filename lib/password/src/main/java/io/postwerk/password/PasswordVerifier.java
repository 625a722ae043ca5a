package io.postwerk.password;

/** A stored value that checks a password. Immutable and thread-safe. {@code toString()} does not show it. */
public interface PasswordVerifier {

    /** What came of a check. */
    enum Match {
        YES,
        NO,
        /** The check is not possible now; never taken for a wrong password. */
        UNKNOWN
    }

    /** Checks a password. The cost does not depend on the answer. */
    Match match(TypedPassword password);

    /** What {@link #match} takes, so that the caller can choose a thread for it. */
    WorkKind workKind();
}
