package io.postwerk.store;

import org.jspecify.annotations.Nullable;

/**
 * The engine could not read (disk broken, store closed), or not write what comes before a change. Not the caller's fault,
 * and nothing the caller can mend: a session lets it reach its one catch site and answers with a temporary failure.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean full;

    public StoreException(String message) {
        this(message, null, false);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** @param full the disk has no room */
    public StoreException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** Whether the disk has no room: later it may work. */
    public boolean isFull() {
        return full;
    }
}
