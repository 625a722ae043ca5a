package io.postwerk.operator.apply;

/** An object has changed since it was looked at; nothing was overwritten. The plan is to be made again from what is there now. */
public final class ConflictException extends Exception {
    private static final long serialVersionUID = 1;

    ConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
