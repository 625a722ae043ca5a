package io.postwerk.mail;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;

/**
 * An e-mail address (RFC 5321 section 4.1.2 Mailbox, and the letters that RFC 6531 adds). The local part is kept as
 * given, for display; two addresses are equal if their {@linkplain #canonical canonical forms} are, so
 * {@code Alice@EXAMPLE.org} and {@code alice@example.org} are one key in every map.
 *
 * <p>A local part has no inner structure here: {@code user%elsewhere@x} and {@code "a@b"@x} are names of
 * mailboxes at x.
 *
 * @param localPart what it says, without quotes and backslashes: {@code a b} for {@code "a b"@x}
 * @param domain the domain
 */
public record EmailAddress(String localPart, DomainName domain) implements Comparable<EmailAddress> {
    // RFC 5321 4.5.3.1.1
    private static final int MAX_LOCAL_PART_OCTETS = 64;
    // RFC 5321 4.5.3.1.3: 256 octets for a path with its angle brackets.
    private static final int MAX_OCTETS = 254;

    /** @throws IllegalArgumentException if this cannot be an address; use {@link #of} or {@link #parse} for input. */
    public EmailAddress {
        Objects.requireNonNull(localPart);
        Objects.requireNonNull(domain);
        try {
            check(localPart, domain);
        } catch (AddressException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** An address from its parts, the local part as content (unquoted). */
    public static EmailAddress of(String localPart, DomainName domain) throws AddressException {
        check(localPart, domain);
        return new EmailAddress(localPart, domain);
    }

    /**
     * Reads {@code local-part "@" domain}, the local part a dot-string or a quoted string. No comments, no white space
     * around, no display name, no source route, no address literal.
     *
     * @throws AddressException if it is not an address
     */
    public static EmailAddress parse(String text) throws AddressException {
        if (text.startsWith("\"")) {
            return parseQuoted(text);
        }
        int at = text.indexOf('@');
        if (at < 0) {
            throw new AddressException("address has no @");
        }
        String localPart = text.substring(0, at);
        if (!LocalPart.isDotString(localPart)) {
            throw new AddressException("local part must be quoted, or has a dot too many");
        }
        return of(localPart, DomainName.parse(text.substring(at + 1)));
    }

    /** Like {@link #parse}, for callers that do not need the reason. */
    public static Optional<EmailAddress> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    private static EmailAddress parseQuoted(String text) throws AddressException {
        StringBuilder content = new StringBuilder();
        int i = 1;
        for (; ; i++) {
            if (i >= text.length()) {
                throw new AddressException("quoted local part does not end");
            }
            char c = text.charAt(i);
            if (c == '"') {
                break;
            }
            // RFC 5321 4.1.2: quoted-pairSMTP
            if (c == '\\') {
                i++;
                if (i >= text.length()) {
                    throw new AddressException("quoted local part does not end");
                }
                c = text.charAt(i);
            }
            content.append(c);
        }
        if (i + 1 >= text.length() || text.charAt(i + 1) != '@') {
            throw new AddressException("no @ after the quoted local part");
        }
        return of(content.toString(), DomainName.parse(text.substring(i + 2)));
    }

    /**
     * The form to look up and compare: local part normalized (NFC) and in lower case, quoted only where it must be, and
     * the canonical domain.
     */
    public String canonical() {
        return LocalPart.quoted(LocalPart.folded(localPart)) + "@" + domain.ascii();
    }

    /** {@link #canonical} as an address. */
    public EmailAddress toCanonical() {
        String folded = LocalPart.folded(localPart);
        return folded.equals(localPart) ? this : new EmailAddress(folded, domain);
    }

    /** The address as given, for the wire and for display; quoted only where it must be. */
    @Override
    public String toString() {
        return LocalPart.quoted(localPart) + "@" + domain.ascii();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmailAddress that
                && domain.equals(that.domain)
                && LocalPart.folded(localPart).equals(LocalPart.folded(that.localPart));
    }

    @Override
    public int hashCode() {
        return 31 * domain.hashCode() + LocalPart.folded(localPart).hashCode();
    }

    @Override
    public int compareTo(EmailAddress other) {
        int byDomain = domain.compareTo(other.domain);
        return byDomain != 0 ? byDomain : LocalPart.folded(localPart).compareTo(LocalPart.folded(other.localPart));
    }

    private static void check(String localPart, DomainName domain) throws AddressException {
        LocalPart.checkCharacters(localPart);
        int octets = wireOctets(localPart);
        // Folding may lengthen: what is accepted as given must be so in its canonical form too.
        int foldedOctets = wireOctets(LocalPart.folded(localPart));
        if (Math.max(octets, foldedOctets) > MAX_LOCAL_PART_OCTETS) {
            throw new AddressException("local part is longer than 64 octets");
        }
        if (Math.max(octets, foldedOctets) + 1 + domain.ascii().length() > MAX_OCTETS) {
            throw new AddressException("address is longer than 254 octets");
        }
    }

    private static int wireOctets(String localPart) {
        String quoted = LocalPart.quoted(localPart);
        int octets = quoted.length();
        for (int i = 0; i < quoted.length(); i++) {
            if (quoted.charAt(i) > 0x7F) {
                return quoted.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return octets;
    }

    /** Checks that need the local part alone. */
    private static final class LocalPart {
        private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

        private LocalPart() {}

        static boolean isDotString(String text) {
            // A loop and no pattern: every address of every mail is checked here several times.
            char before = '.';
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '.' ? before == '.' : !isAtext(c)) {
                    return false;
                }
                before = c;
            }
            return before != '.';
        }

        private static boolean isAtext(int c) {
            return c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c > 0x7F // RFC 6531 3.3
                    || ATEXT_SPECIALS.indexOf(c) >= 0;
        }

        static String quoted(String content) {
            if (isDotString(content)) {
                return content;
            }
            StringBuilder out = new StringBuilder(content.length() + 2).append('"');
            for (int i = 0; i < content.length(); i++) {
                char c = content.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\');
                }
                out.append(c);
            }
            return out.append('"').toString();
        }

        static String folded(String content) {
            boolean plain = true;
            for (int i = 0; i < content.length() && plain; i++) {
                char c = content.charAt(i);
                plain = c < 0x80 && !(c >= 'A' && c <= 'Z');
            }
            if (plain) {
                return content;
            }
            String normal = Normalizer.normalize(content, Normalizer.Form.NFC);
            StringBuilder lower = new StringBuilder(normal.length());
            // One character at a time: String.toLowerCase looks at the neighbours of a capital sigma.
            normal.codePoints().forEach(c -> lower.appendCodePoint(Character.toLowerCase(c)));
            return Normalizer.normalize(lower, Normalizer.Form.NFC);
        }

        static void checkCharacters(String content) throws AddressException {
            for (int i = 0; i < content.length(); ) {
                int c = content.codePointAt(i);
                i += Character.charCount(c);
                boolean refused = switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
                if (refused) {
                    throw new AddressException("local part has a control character");
                }
            }
        }
    }
}
