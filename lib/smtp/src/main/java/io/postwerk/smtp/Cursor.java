package io.postwerk.smtp;

/** Where the reading of a command line is. Its octets are characters U+0000 to U+00FF. */
final class Cursor {
    private final String line;
    private int position;

    Cursor(String line) {
        this.line = line;
    }

    boolean atEnd() {
        return position == line.length();
    }

    /** The character that is next, or NUL at the end. */
    char peek() {
        return atEnd() ? 0 : line.charAt(position);
    }

    char next() {
        return line.charAt(position++);
    }

    /** Skips {@code expected} if it is next. */
    boolean skip(char expected) {
        if (atEnd() || line.charAt(position) != expected) {
            return false;
        }
        position++;
        return true;
    }

    /** Skips {@code expected} in any case, if it is next. */
    boolean skipWord(String expected) {
        if (!line.regionMatches(true, position, expected, 0, expected.length())) {
            return false;
        }
        position += expected.length();
        return true;
    }

    void skipSpaces() {
        while (skip(' ')) {
            // on to the next
        }
    }

    /** Takes everything up to {@code end}, or up to the end of the line if there is none. */
    String until(char end) {
        int found = line.indexOf(end, position);
        int stop = found < 0 ? line.length() : found;
        String text = line.substring(position, stop);
        position = stop;
        return text;
    }

    String rest() {
        String text = line.substring(position);
        position = line.length();
        return text;
    }

    /** Whether the line has an octet outside US-ASCII anywhere. */
    boolean hasNonAscii() {
        return line.chars().anyMatch(c -> c > 0x7f);
    }

    int position() {
        return position;
    }
}
