package io.postwerk.smtpserver;

import java.util.Objects;

/**
 * Why a recipient was not reached: the reply of the server asked, or our own reason in the same form.
 *
 * @param host who said so: the name of the server asked; empty if it was ourselves
 * @param code reply code (RFC 5321 4.2)
 * @param enhanced enhanced status code (RFC 3463) as {@code 4.4.1}
 * @param text the reply's text on one line
 */
public record Failure(String host, int code, String enhanced, String text) {
    public Failure {
        Objects.requireNonNull(host);
        Objects.requireNonNull(enhanced);
        Objects.requireNonNull(text);
        if (code < 0 || code > 599) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
    }

    /** Whether trying again is pointless (RFC 5321 4.2.1: 5yz). */
    public boolean permanent() {
        return code >= 500;
    }

    @Override
    public String toString() {
        return code + " " + enhanced + " " + text;
    }
}
