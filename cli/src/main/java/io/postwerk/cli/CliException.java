package io.postwerk.cli;

import org.jspecify.annotations.Nullable;

/** What keeps the command from going on, in words for the person who typed it; printed without a stack trace. */
public final class CliException extends Exception {
    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message);
    }

    CliException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
