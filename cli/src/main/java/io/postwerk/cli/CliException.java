package io.postwerk.cli;

import org.jspecify.annotations.Nullable;

/** An error that ends the command. The message is for the user and is printed without a stack trace. */
public final class CliException extends Exception {
    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message);
    }

    CliException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
