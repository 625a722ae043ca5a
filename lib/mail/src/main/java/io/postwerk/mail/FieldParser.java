package io.postwerk.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads structured header fields (RFC 2045 section 5.1, RFC 2183 section 2) and tolerates what programs write
 * instead. Never fails, and takes time linear in the length of the field.
 */
final class FieldParser extends FieldScanner {
    private static final int MAX_PARAMETERS = 200;
    private static final int MAX_TOKENS = 100;

    private final SummaryAllowance allowance;

    FieldParser(String text, SummaryAllowance allowance) {
        super(text);
        this.allowance = allowance;
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
        while (at < text.length() && all.size() < MAX_TOKENS && allowance.hasListed()) {
            String token = token();
            if (!token.isEmpty()) {
                allowance.takeListed();
                all.add(token);
            }
            skipTo(',');
            take(',');
        }
        return all;
    }

    private List<BodyPart.Parameter> parameters() {
        List<BodyPart.Parameter> all = new ArrayList<>();
        while (at < text.length() && all.size() < MAX_PARAMETERS && allowance.hasListed()) {
            skipTo(';');
            if (!take(';')) {
                break;
            }
            String name = token();
            skipBlanksAndComments();
            if (!name.isEmpty() && take('=')) {
                skipBlanksAndComments();
                String value = peek() == '"' ? quotedString() : looseValue();
                allowance.takeListed();
                all.add(new BodyPart.Parameter(name.toLowerCase(Locale.ROOT), value));
            }
        }
        return all;
    }

    /**
     * Up to the semicolon: unquoted file names may have blanks and brackets in them. Only what stands between blanks is
     * a comment.
     */
    private String looseValue() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ';') {
            if (text.charAt(at) == '(' && at > start && isBlank(text.charAt(at - 1))) {
                int comment = at;
                comment();
                if (at == text.length() || text.charAt(at) == ';' || isBlank(text.charAt(at))) {
                    return text.substring(start, comment).strip();
                }
            } else {
                at++;
            }
        }
        return text.substring(start, at).strip();
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
                comment();
            } else {
                at++;
            }
        }
    }

    /** RFC 2045 section 5.1: token, and 8-bit octets. */
    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c != 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }
}
