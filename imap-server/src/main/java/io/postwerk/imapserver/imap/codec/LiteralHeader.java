package io.postwerk.imapserver.imap.codec;

import java.util.Optional;

/**
 * The announcement of a literal at the end of a line: {@code {n}} or {@code {n+}}.
 *
 * @param octets length of the literal that follows the line
 * @param synchronizing the client waits for a continuation request before it sends the octets
 * @param start where in the line the announcement begins
 */
public record LiteralHeader(long octets, boolean synchronizing, int start) {
    /** RFC 3501 9: number is an unsigned 32-bit integer. */
    private static final int MOST_DIGITS = 10;

    /**
     * The literal that a line (without its CRLF) announces. A line that ends otherwise announces none; so does one with
     * a length that is not a number of RFC 3501, which the parser of the command then reports.
     */
    public static Optional<LiteralHeader> atEndOf(byte[] line) {
        int end = line.length - 1;
        if (end < 2 || line[end] != '}') {
            return Optional.empty();
        }
        int digitsEnd = end;
        // RFC 7888 4: "{" number ["+"] "}"
        boolean synchronizing = line[end - 1] != '+';
        if (!synchronizing) {
            digitsEnd--;
        }
        int open = digitsEnd;
        while (open > 0 && Octets.isDigit(line[open - 1])) {
            open--;
        }
        int digits = digitsEnd - open;
        if (digits == 0 || digits > MOST_DIGITS || open == 0 || line[open - 1] != '{') {
            return Optional.empty();
        }
        long octets = 0;
        for (int i = open; i < digitsEnd; i++) {
            octets = octets * 10 + (line[i] - '0');
        }
        return octets > SequenceSet.MAX
                ? Optional.empty()
                : Optional.of(new LiteralHeader(octets, synchronizing, open - 1));
    }
}
