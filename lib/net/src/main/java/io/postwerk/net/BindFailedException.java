package io.postwerk.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A listener can not have its address. The message names the listener, the address and the reason. */
public final class BindFailedException extends IOException {
    private final String listener;
    private final String address;

    public BindFailedException(String listener, String address, String reason, @Nullable Throwable cause) {
        super("listener \"" + listener + "\" can not bind " + address + ": " + reason, cause);
        this.listener = listener;
        this.address = address;
    }

    /** The listener's name. */
    public String listener() {
        return listener;
    }

    /** {@code host:port}, or the path of a Unix socket. */
    public String address() {
        return address;
    }
}
