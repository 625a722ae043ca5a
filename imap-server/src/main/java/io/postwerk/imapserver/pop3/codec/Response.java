package io.postwerk.imapserver.pop3.codec;

import java.util.Optional;

/**
 * The first line of a response (RFC 1939 3): {@code +OK} or {@code -ERR}, a response code in brackets if there is one
 * (RFC 2449 3 and 8), and a text. Only {@link Responses} makes them, so that all codes and texts stand in one place.
 */
public final class Response {
    // RFC 2449 4: 512 octets with status, code and CRLF
    private static final int MAX_TEXT = 400;

    private final boolean ok;
    private final Optional<String> code;
    private final String text;

    Response(boolean ok, Optional<String> code, String text) {
        this.ok = ok;
        this.code = code;
        this.text = printable(text);
    }

    public boolean ok() {
        return ok;
    }

    /** The response code without its brackets. */
    public Optional<String> code() {
        return code;
    }

    /** The line with its CRLF. */
    public String line() {
        return this + "\r\n";
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(ok ? "+OK" : "-ERR");
        code.ifPresent(present -> line.append(" [").append(present).append(']'));
        return text.isEmpty() ? line.toString() : line.append(' ').append(text).toString();
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().limit(MAX_TEXT).forEach(c -> printable.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
        return printable.toString();
    }
}
