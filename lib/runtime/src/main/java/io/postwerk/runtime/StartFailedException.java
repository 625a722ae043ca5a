package io.postwerk.runtime;

import org.jspecify.annotations.Nullable;

/** A program cannot start. The message is for the operator: what is wrong, where, and what to do. */
public final class StartFailedException extends Exception {
    public StartFailedException(String message) {
        super(message);
    }

    public StartFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
