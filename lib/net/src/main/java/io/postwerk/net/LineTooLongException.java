package io.postwerk.net;

import java.io.IOException;

/** A line was longer than allowed. All of it, up to its CRLF, has been taken from the input. */
public final class LineTooLongException extends IOException {
    public LineTooLongException(int maxOctets) {
        super("line longer than " + maxOctets + " octets");
    }
}
