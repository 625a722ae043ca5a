package io.postwerk.runtime;

/** A program cannot start. The message is for the operator: what is wrong, where, and what to do. */
public final class StartFailedException extends Exception {
    public StartFailedException(String message) {
        super(message);
    }

    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
