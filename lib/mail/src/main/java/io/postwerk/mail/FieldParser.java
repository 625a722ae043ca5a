package io.postwerk.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads structured header fields (RFC 2045 section 5.1, RFC 2183 section 2) and puts up with what programs write in
 * their place. Never fails, and takes time linear in the length of the field.
 */
final class FieldParser {
    private static final int MAX_PARAMETERS = 200;
    private static final int MAX_TOKENS = 100;

    private final String text;
    private int at;

    FieldParser(String text) {
        this.text = text;
    }

    record MediaType(String type, String subtype, List<BodyPart.Parameter> parameters) {}

    /** Content-Type; empty if there is no type with a subtype. */
    Optional<MediaType> mediaType() {
        String type = token();
        skipBlanksAndComments();
        if (type.isEmpty() || !take('/')) {
            return Optional.empty();
        }
        String subtype = token();
        if (subtype.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new MediaType(type.toLowerCase(Locale.ROOT), subtype.toLowerCase(Locale.ROOT), parameters()));
    }

    Optional<BodyPart.Disposition> disposition() {
        String type = token();
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of(new BodyPart.Disposition(type.toLowerCase(Locale.ROOT), parameters()));
    }

    String firstToken() {
        return token();
    }

    /** Tokens divided by commas. */
    List<String> tokens() {
        List<String> all = new ArrayList<>();
        while (at < text.length() && all.size() < MAX_TOKENS) {
            String token = token();
            if (!token.isEmpty()) {
                all.add(token);
            }
            skipTo(',');
            take(',');
        }
        return all;
    }

    private List<BodyPart.Parameter> parameters() {
        List<BodyPart.Parameter> all = new ArrayList<>();
        while (all.size() < MAX_PARAMETERS) {
            skipTo(';');
            if (!take(';')) {
                break;
            }
            String name = token();
            skipBlanksAndComments();
            if (!name.isEmpty() && take('=')) {
                skipBlanksAndComments();
                String value = peek() == '"' ? quotedString() : looseValue();
                all.add(new BodyPart.Parameter(name.toLowerCase(Locale.ROOT), value));
            }
        }
        return all;
    }

    /** Up to the semicolon: unquoted file names have blanks and brackets in them. A comment stands alone. */
    private String looseValue() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ';') {
            if (text.charAt(at) == '(' && at > start && isBlank(text.charAt(at - 1))) {
                int comment = at;
                skipComment();
                if (at == text.length() || text.charAt(at) == ';' || isBlank(text.charAt(at))) {
                    return text.substring(start, comment).strip();
                }
            } else {
                at++;
            }
        }
        return text.substring(start, at).strip();
    }

    private String quotedString() {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            content.append(c);
        }
        return content.toString();
    }

    private String token() {
        skipBlanksAndComments();
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipTo(char wanted) {
        while (at < text.length() && text.charAt(at) != wanted) {
            char c = text.charAt(at);
            if (c == '"') {
                quotedString();
            } else if (c == '(') {
                skipComment();
            } else {
                at++;
            }
        }
    }

    private void skipBlanksAndComments() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                at++;
            } else if (c == '(') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at = Math.min(at + 1, text.length());
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return;
            }
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** RFC 2045 section 5.1: token, and 8-bit octets. */
    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c != 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }
}
