package io.postwerk.net;

import java.io.IOException;

/** A CR or LF stood alone in a line (RFC 5321 2.3.8). All of the line, up to its CRLF, has been taken from the input. */
public final class BareLineEndException extends IOException {
    public BareLineEndException() {
        super("bare CR or LF in a line");
    }
}
