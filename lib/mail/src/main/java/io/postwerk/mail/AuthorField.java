package io.postwerk.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the mailboxes of a From or Sender field exactly, to decide who a message says it is from. Unlike the reading of envelopes for
 * IMAP it tolerates nothing: what two programs could read in two ways is an error, since a reader could then be shown another
 * author than the one that was checked. Takes the grammar of RFC 5322 3.4 with groups (RFC 6854 2.1) and UTF-8 (RFC 6532 3.2), of the
 * obsolete one (RFC 5322 4.4) only dots in a display name.
 */
public final class AuthorField {
    private static final int MAX_MAILBOXES = 100;
    private static final int MAX_COMMENT_DEPTH = 10;

    private final String text;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private int at;

    /**
     * One mailbox.
     *
     * @param displayName as it stands, with its quotes; empty if there is none
     */
    public record Mailbox(String displayName, EmailAddress address) {}

    private AuthorField(String text) {
        this.text = text;
    }

    /**
     * Reads a field's value.
     *
     * @param value with its line ends and folding
     * @return the mailboxes, those in groups too; at least one
     * @throws AddressException if it is not exactly such a list
     */
    public static List<Mailbox> parse(byte[] value) throws AddressException {
        AuthorField field = new AuthorField(unfolded(value));
        field.list();
        if (field.mailboxes.isEmpty()) {
            throw new AddressException("it names nobody");
        }
        return List.copyOf(field.mailboxes);
    }

    // RFC 5322 2.2.3: the line ends of folding mean nothing
    private static String unfolded(byte[] value) throws AddressException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AddressException("it is not UTF-8");
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                continue;
            }
            if (Character.isISOControl(c) && c != '\t' || c == '\u2028' || c == '\u2029') {
                throw new AddressException("it has a control character");
            }
            out.append(c);
        }
        return out.toString();
    }

    private void list() throws AddressException {
        boolean inGroup = false;
        boolean wanted = true; // an address has to come, unless a group ends
        while (true) {
            blanks();
            if (at == text.length()) {
                if (inGroup || wanted) {
                    throw new AddressException(inGroup ? "a group does not end" : "an address is missing");
                }
                return;
            }
            if (inGroup && peek() == ';') {
                at++;
                inGroup = false;
                wanted = false;
            } else if (!wanted) {
                expect(',');
                wanted = true;
            } else if (address(inGroup)) {
                wanted = false;
            } else {
                inGroup = true; // its first address is still to come
            }
        }
    }

    /** @return false if it was the beginning of a group */
    private boolean address(boolean inGroup) throws AddressException {
        int start = at;
        Words words = words();
        String phrase = text.substring(start, words.end);
        return switch (peek()) {
            case '<' -> {
                at++;
                blanks();
                Words local = words();
                add(phrase, local);
                expect('>');
                yield true;
            }
            case '@' -> {
                add("", words);
                yield true;
            }
            case ':' -> {
                if (inGroup || words.count == 0) {
                    throw new AddressException("a group begins where none can");
                }
                at++;
                yield false;
            }
            default -> throw new AddressException("an address has no @");
        };
    }

    private void add(String displayName, Words local) throws AddressException {
        // RFC 5322 3.4.1: one dot-atom or quoted string; the obsolete form of several words is read in different ways
        if (local.count != 1 || peek() != '@') {
            throw new AddressException("a local part is no single word");
        }
        at++;
        blanks();
        int start = at;
        while (at < text.length() && (isAtext(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String domain = text.substring(start, at);
        blanks();
        EmailAddress address = EmailAddress.parse(local.last + "@" + domain);
        if (mailboxes.size() == MAX_MAILBOXES) {
            throw new AddressException("it names more than " + MAX_MAILBOXES);
        }
        mailboxes.add(new Mailbox(displayName, address));
    }

    /** Words of a display name, or the one of a local part. */
    private static final class Words {
        int count;
        String last = "";
        int end;
    }

    private Words words() throws AddressException {
        Words words = new Words();
        words.end = at;
        while (at < text.length()) {
            int start = at;
            if (peek() == '"') {
                quotedString();
            } else {
                while (at < text.length() && (isAtext(text.charAt(at)) || text.charAt(at) == '.')) {
                    at++;
                }
            }
            if (at == start) {
                break;
            }
            words.count++;
            words.last = text.substring(start, at);
            words.end = at;
            if (at < text.length() && (peek() == '"' || words.last.endsWith("\"") && isAtext(peek()))) {
                throw new AddressException("two words stand without a space between them");
            }
            blanks();
        }
        return words;
    }

    private void quotedString() throws AddressException {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                at++;
            }
        }
        throw new AddressException("a quoted string does not end");
    }

    /** RFC 5322 3.2.2: white space and comments. */
    private void blanks() throws AddressException {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                if (++depth > MAX_COMMENT_DEPTH) {
                    throw new AddressException("comments are nested too deep");
                }
            } else if (depth > 0) {
                if (c == ')') {
                    depth--;
                } else if (c == '\\') {
                    at++;
                } else if (c == '<' || c == '>' || c == '@') {
                    // some programs look for an address by these, wherever they are
                    throw new AddressException("a comment has an address in it");
                }
            } else if (c != ' ' && c != '\t') {
                return;
            }
            at++;
        }
        if (depth > 0 || at > text.length()) {
            throw new AddressException("a comment does not end");
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted) throws AddressException {
        if (peek() != wanted) {
            throw new AddressException("there is no " + wanted + " where it has to be");
        }
        at++;
    }

    // RFC 5322 3.2.3, RFC 6532 3.2
    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c > 0x9F
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }
}
