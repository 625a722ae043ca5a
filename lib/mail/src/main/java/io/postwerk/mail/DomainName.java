package io.postwerk.mail;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A domain name in its one canonical spelling: lower case, A-labels (IDNA with the mapping of UTS #46, nontransitional),
 * no dot at its end, labels of 1 to 63 octets, 253 octets at most. Two domains are equal if their
 * {@code ascii} is; no other code compares spellings.
 *
 * <p>Labels follow RFC 5321 section 4.1.2: letters, digits, inner hyphens. Address literals are no domain names.
 *
 * @param ascii the canonical spelling, as sent on the wire
 */
public record DomainName(String ascii) implements Comparable<DomainName> {
    // RFC 5321 4.5.3.1.2 allows 255 octets, of which DNS (RFC 1035 2.3.4) needs two for its first length and the root.
    private static final int MAX_OCTETS = 253;
    private static final int MAX_LABEL_OCTETS = 63;

    /** @throws IllegalArgumentException if {@code ascii} is not already canonical; use {@link #parse} for input. */
    public DomainName {
        Objects.requireNonNull(ascii);
        try {
            if (!canonical(ascii).equals(ascii)) {
                throw new IllegalArgumentException("not a canonical domain name: " + ascii);
            }
        } catch (AddressException e) {
            throw new IllegalArgumentException("not a domain name: " + ascii, e);
        }
    }

    /**
     * Reads a domain name as people and programs write it: any case, U-labels or A-labels, with or without the dot of
     * the root.
     *
     * @throws AddressException if it is not one
     */
    public static DomainName parse(String text) throws AddressException {
        return new DomainName(canonical(text));
    }

    /** Like {@link #parse}, for callers that do not need the reason. */
    public static Optional<DomainName> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** This name with U-labels, for display. A-labels that cannot be decoded stay as they are. */
    public String unicode() {
        return Idna.toUnicode(ascii);
    }

    /** Whether this name is {@code ancestor} or lies below it. */
    public boolean isWithin(DomainName ancestor) {
        return ascii.equals(ancestor.ascii) || ascii.endsWith("." + ancestor.ascii);
    }

    @Override
    public int compareTo(DomainName other) {
        return ascii.compareTo(other.ascii);
    }

    @Override
    public String toString() {
        return ascii;
    }

    private static String canonical(String text) throws AddressException {
        if (text.length() > 4 * MAX_OCTETS) {
            throw new AddressException("domain is too long");
        }
        String name = isAscii(text) ? lowerAscii(text) : Idna.toAscii(text);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.isEmpty()) {
            throw new AddressException("domain is empty");
        }
        if (name.length() > MAX_OCTETS) {
            throw new AddressException("domain is too long");
        }
        int start = 0;
        while (true) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 ? name.length() : dot;
            checkLabel(name, start, end);
            if (dot < 0) {
                break;
            }
            start = dot + 1;
        }
        checkNotNumeric(name, start);
        return name;
    }

    private static void checkLabel(String name, int start, int end) throws AddressException {
        if (start == end) {
            throw new AddressException("domain has an empty label");
        }
        if (end - start > MAX_LABEL_OCTETS) {
            throw new AddressException("domain has a label of more than 63 octets");
        }
        for (int i = start; i < end; i++) {
            char c = name.charAt(i);
            boolean inner = i > start && i < end - 1;
            // RFC 5321 4.1.2: sub-domain = Let-dig [Ldh-str]
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && inner)) {
                throw new AddressException("domain has a character that is not allowed there");
            }
        }
    }

    /** No top-level domain is all digits (RFC 3696 section 2); without this an IPv4 address would be a domain. */
    private static void checkNotNumeric(String name, int lastLabel) throws AddressException {
        for (int i = lastLabel; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return;
            }
        }
        throw new AddressException("domain ends in a number");
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String lowerAscii(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
