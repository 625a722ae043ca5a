package io.postwerk.password;

/** What is kept of a password cannot be used to check one. The message completes "the verifier ..." and never contains it. */
public final class UnusableVerifierException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableVerifierException(String message) {
        super(message, null, false, false);
    }
}
