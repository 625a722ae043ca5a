package io.postwerk.smtp;

import io.postwerk.mail.DomainName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client calls itself in HELO, EHLO or LHLO (RFC 5321 4.1.1.1). Many clients say something that is no domain;
 * such a name is accepted if it is harmless, since nothing is decided by it (RFC 5321 4.1.4).
 *
 * @param text as given: printable US-ASCII without spaces and without what would end a comment in a header
 */
public record HelloName(String text, Kind kind) {
    // RFC 5321 4.5.3.1.2
    private static final int MAX_OCTETS = 255;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:\\[\\]/+=~-]+");

    /** How far the name follows the grammar. */
    public enum Kind {
        DOMAIN,
        ADDRESS_LITERAL,
        /** Neither of the two, and harmless. */
        UNUSUAL
    }

    /** Reads an argument; empty if it must not be taken. */
    public static Optional<HelloName> tryParse(String argument) {
        if (argument.length() > MAX_OCTETS || !HARMLESS.matcher(argument).matches()) {
            return Optional.empty();
        }
        if (AddressLiteral.isValid(argument)) {
            return Optional.of(new HelloName(argument, Kind.ADDRESS_LITERAL));
        }
        boolean domain = DomainName.tryParse(argument).isPresent();
        return Optional.of(new HelloName(argument, domain ? Kind.DOMAIN : Kind.UNUSUAL));
    }
}
