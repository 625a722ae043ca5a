package io.postwerk.password;

/** A stored password hash cannot be used to check a password. The message completes "the verifier ..." and never contains it. */
public final class UnusableVerifierException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableVerifierException(String message) {
        super(message, null, false, false);
    }
}
