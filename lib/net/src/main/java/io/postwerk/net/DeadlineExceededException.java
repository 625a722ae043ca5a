package io.postwerk.net;

import java.io.IOException;

/** The time given for a read or write has passed. The connection is still open, and a part of a line is still buffered. */
public final class DeadlineExceededException extends IOException {
    public DeadlineExceededException(String message) {
        super(message);
    }
}
