package io.postwerk.imapserver.imap.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Reads the terminals of RFC 3501 section 9 off a command's text. Every method either moves past what it returns or
 * throws.
 */
public final class CommandScanner {
    static final int END = -1;

    private final CommandText text;
    private final CodecLimits limits;
    private byte[] line;
    private int index;
    private int position;

    public CommandScanner(CommandText text, CodecLimits limits) {
        this.text = text;
        this.limits = limits;
        this.line = text.line(0);
    }

    CodecLimits limits() {
        return limits;
    }

    /** The next octet, or {@link #END}. */
    int peek() {
        return position < line.length ? line[position] & 0xff : END;
    }

    boolean at(char wanted) {
        return peek() == wanted;
    }

    /** Moves past the octet if it is next. */
    boolean skip(char wanted) {
        if (at(wanted)) {
            position++;
            return true;
        }
        return false;
    }

    void expect(char wanted) throws SyntaxException {
        if (!skip(wanted)) {
            throw unexpected(wanted == ' ' ? "a space" : "'" + wanted + "'");
        }
    }

    /** RFC 3501 9: SP is exactly one space. */
    void space() throws SyntaxException {
        expect(' ');
    }

    /** The command must be over. */
    void end() throws SyntaxException {
        if (peek() != END) {
            throw unexpected("the end of the command");
        }
    }

    SyntaxException unexpected(String wanted) {
        if (peek() == END) {
            return new SyntaxException("Expected " + wanted + ", but the command ends");
        }
        return new SyntaxException(
                "Expected " + wanted + " at octet " + (position + 1) + (index == 0 ? "" : " after literal " + index));
    }

    /** The longest run of octets of a class; may be empty. */
    String run(IntPredicate octets) {
        int start = position;
        while (position < line.length && octets.test(line[position] & 0xff)) {
            position++;
        }
        return new String(line, start, position - start, StandardCharsets.US_ASCII);
    }

    /** What is left of this line, without moving. */
    String rest() {
        return new String(line, position, line.length - position, StandardCharsets.ISO_8859_1);
    }

    String atom() throws SyntaxException {
        String atom = run(Octets::isAtomChar);
        if (atom.isEmpty()) {
            throw unexpected("an atom");
        }
        return atom;
    }

    /** A word of the protocol itself, such as BODY.PEEK or UIDNEXT, in upper case; never holds brackets. */
    String keyword() throws SyntaxException {
        String word = run(octet -> Octets.isLetter(octet) || Octets.isDigit(octet) || octet == '.' || octet == '-');
        if (word.isEmpty()) {
            throw unexpected("a keyword");
        }
        return word.toUpperCase(Locale.ROOT);
    }

    long number() throws SyntaxException {
        int start = position;
        long value = 0;
        while (Octets.isDigit(peek())) {
            value = value * 10 + (line[position++] - '0');
            // RFC 3501 9: number is an unsigned 32-bit integer
            if (value > SequenceSet.MAX) {
                throw new SyntaxException("Number too large");
            }
        }
        if (start == position) {
            throw unexpected("a number");
        }
        return value;
    }

    long nonZeroNumber() throws SyntaxException {
        long value = number();
        if (value == 0) {
            throw new SyntaxException("Zero is not allowed here");
        }
        return value;
    }

    /** astring = 1*ASTRING-CHAR / string. */
    byte[] astringOctets() throws SyntaxException {
        if (at('"') || at('{')) {
            return string();
        }
        String plain = run(Octets::isAstringChar);
        if (plain.isEmpty()) {
            throw unexpected("a string");
        }
        return plain.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * An astring as text: US-ASCII, or UTF-8 in quoted strings and literals, which is more than RFC 3501 allows and
     * what clients send.
     */
    String astring() throws SyntaxException {
        return utf8(astringOctets());
    }

    /** A mailbox argument. RFC 3501 5.1: INBOX is case-insensitive; all else is modified UTF-7. */
    String mailbox() throws SyntaxException {
        String name = astring();
        return ModifiedUtf7.decode(name)
                .orElseThrow(() -> new SyntaxException("Mailbox name is not modified UTF-7 (RFC 3501 5.1.3)"));
    }

    /** list-mailbox = 1*list-char / string. */
    String listMailbox() throws SyntaxException {
        String pattern = at('"') || at('{') ? utf8(string()) : run(Octets::isListChar);
        return ModifiedUtf7.decode(pattern)
                .orElseThrow(() -> new SyntaxException("Mailbox pattern is not modified UTF-7 (RFC 3501 5.1.3)"));
    }

    /** string = quoted / literal. */
    byte[] string() throws SyntaxException {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literal();
            default -> throw unexpected("a quoted string or a literal");
        };
    }

    private byte[] quoted() throws SyntaxException {
        expect('"');
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (!at('"')) {
            int octet = peek();
            if (octet == '\\') {
                position++;
                octet = peek();
                // RFC 3501 9: only quoted-specials may be escaped
                if (octet != '"' && octet != '\\') {
                    throw unexpected("'\"' or '\\' after '\\'");
                }
            }
            if (octet == END || octet == 0) {
                throw unexpected("the end of the quoted string");
            }
            octets.write(octet);
            position++;
        }
        position++;
        return octets.toByteArray();
    }

    private byte[] literal() throws SyntaxException {
        boolean announced = LiteralHeader.atEndOf(line)
                .filter(header -> header.start() == position)
                .isPresent();
        if (!announced || index >= text.literals()) {
            throw unexpected("a literal");
        }
        byte[] octets = text.literal(index);
        index++;
        line = text.line(index);
        position = 0;
        for (byte octet : octets) {
            // RFC 3501 9: CHAR8 is any octet except NUL
            if (octet == 0) {
                throw new SyntaxException("NUL in a literal");
            }
        }
        return octets;
    }

    /** The announcement of the message of APPEND, which stays on the wire. */
    LiteralHeader messageLiteral() throws SyntaxException {
        LiteralHeader header = LiteralHeader.atEndOf(line)
                .filter(found -> found.start() == position && index == text.literals())
                .orElseThrow(() -> unexpected("a literal"));
        position = line.length;
        return header;
    }

    /** "(" item *(SP item) ")", possibly with no item at all. */
    <T> List<T> list(Item<T> item) throws SyntaxException {
        expect('(');
        List<T> items = new ArrayList<>();
        while (!skip(')')) {
            if (!items.isEmpty()) {
                space();
            }
            items.add(item.parse(this));
        }
        return items;
    }

    /** A non-terminal of the grammar. */
    @FunctionalInterface
    interface Item<T> {
        T parse(CommandScanner in) throws SyntaxException;
    }

    static String utf8(byte[] octets) throws SyntaxException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException("String is neither US-ASCII nor UTF-8");
        }
    }
}
