package io.postwerk.smtpserver.queue;

import java.io.IOException;

/** The queue cannot do what it was asked for: a full or failing disk, a directory in use, a format it does not know. */
public final class QueueException extends IOException {
    private static final long serialVersionUID = 1L;

    public QueueException(String message) {
        super(message);
    }

    public QueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
