package io.postwerk.smtpserver.queue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The queue cannot do what it was asked for: a full or failing disk, a directory in use, a format it does not know. */
public final class QueueException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean full;

    public QueueException(String message) {
        this(message, null, false);
    }

    public QueueException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** @param full the disk has no room */
    public QueueException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** Whether the disk has no room: nothing of the change happened, and later it may. */
    public boolean isFull() {
        return full;
    }
}
