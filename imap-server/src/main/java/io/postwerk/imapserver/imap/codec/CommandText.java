package io.postwerk.imapserver.imap.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One command as it came from the wire: lines (without CRLF) and, between two lines, the literal that
 * the first of them announced. The session adds to it as it reads; the last line may announce a literal that is not
 * read yet.
 */
public final class CommandText {
    private final List<byte[]> lines = new ArrayList<>();
    private final List<byte[]> literals = new ArrayList<>();
    private int octets;

    public CommandText(byte[] firstLine) {
        addLine(firstLine);
    }

    /** Text of a command without literals, for tests and logs. */
    public static CommandText of(String line) {
        return new CommandText(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the literal that was pending and the line that follows it. */
    public CommandText add(byte[] literal, byte[] line) {
        literals.add(literal);
        octets += literal.length;
        addLine(line);
        return this;
    }

    private void addLine(byte[] line) {
        lines.add(line);
        octets += line.length;
    }

    /** All octets held so far. */
    public int octets() {
        return octets;
    }

    /** The literal announced by the last line, which has not been added yet. */
    public Optional<LiteralHeader> pendingLiteral() {
        return LiteralHeader.atEndOf(lines.getLast());
    }

    /**
     * The pending literal is the message of APPEND, which is never held here but streamed. The only other literal an
     * APPEND can have is its mailbox name (RFC 3501 6.3.11).
     */
    public boolean awaitsMessage() {
        if (pendingLiteral().isEmpty()) {
            return false;
        }
        String first = new String(lines.getFirst(), StandardCharsets.ISO_8859_1);
        int tagEnd = first.indexOf(' ');
        int nameEnd = first.indexOf(' ', tagEnd + 1);
        if (tagEnd < 0
                || nameEnd < 0
                || !first.substring(tagEnd + 1, nameEnd)
                        .toUpperCase(Locale.ROOT)
                        .equals("APPEND")) {
            return false;
        }
        boolean mailboxName = lines.size() == 1 && first.charAt(nameEnd + 1) == '{';
        return !mailboxName;
    }

    byte[] line(int index) {
        return lines.get(index);
    }

    byte[] literal(int index) {
        return literals.get(index);
    }

    int literals() {
        return literals.size();
    }
}
