package io.postwerk.sasl.wire;

/** A line that breaks the protocol: its connection is given up. The message is for the log. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message, null, false, false);
    }
}
