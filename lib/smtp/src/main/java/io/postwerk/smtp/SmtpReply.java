package io.postwerk.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A reply of a server: code, enhanced code and text (RFC 5321 4.2). Ours are built in {@link Replies} alone; those of
 * other servers come from {@link ReplyParser}. The text holds printable US-ASCII only, whatever it was made from.
 */
public final class SmtpReply {
    private final int code;
    private final Optional<EnhancedCode> enhanced;
    private final List<String> lines;

    SmtpReply(int code, Optional<EnhancedCode> enhanced, List<String> lines) {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("reply code " + code);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
        this.code = code;
        this.enhanced = enhanced;
        this.lines = lines.stream().map(SmtpReply::printable).toList();
    }

    /** The three digits. */
    public int code() {
        return code;
    }

    /** The enhanced code; absent in greetings, answers to HELO and EHLO, and 3xx replies (RFC 2034 3). */
    public Optional<EnhancedCode> enhanced() {
        return enhanced;
    }

    /** The text, a line each, without codes; at least one line. */
    public List<String> lines() {
        return lines;
    }

    /** All the text in one line. */
    public String text() {
        return String.join(" ", lines);
    }

    /** True for 2xx: done. */
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /** True for 3xx: the server waits for more. */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /** True for 4xx: the same may succeed later. */
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /** True for 5xx: it will not succeed however often it is tried. */
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /** The octets of this reply: each line with its code, the enhanced code if there is one, and CRLF. */
    public byte[] encode() {
        // RFC 2034 3: the enhanced code stands in front of each line's text
        String prefix = enhanced.map(status -> status + " ").orElse("");
        StringBuilder wire = new StringBuilder(64);
        for (int i = 0; i < lines.size(); i++) {
            // RFC 5321 4.2.1: a hyphen on every line but the last
            wire.append(code).append(i + 1 < lines.size() ? '-' : ' ');
            wire.append(prefix).append(lines.get(i)).append("\r\n");
        }
        return wire.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String printable(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (!isPrintable(line.charAt(i))) {
                return line.replaceAll("[^ -~]", "?");
            }
        }
        return line;
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c < 0x7f;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmtpReply that
                && code == that.code
                && enhanced.equals(that.enhanced)
                && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, enhanced, lines);
    }

    /** The reply on one line, for logs and status texts: {@code 550 5.1.1 No such mailbox}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(Integer.toString(code));
        enhanced.ifPresent(status -> parts.add(status.toString()));
        parts.addAll(lines);
        return String.join(" ", parts);
    }
}
