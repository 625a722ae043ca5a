package io.postwerk.imapserver.imap.codec;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * AUTHENTICATE: the start of a SASL exchange. RFC 3501 section 6.2.2, with the initial response of RFC 4959.
 *
 * @param mechanism in upper case
 * @param initialResponse decoded; present but empty for "="
 */
public record Authenticate(String mechanism, Optional<byte[]> initialResponse) implements Command {
    static Authenticate parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mechanism = in.atom().toUpperCase(Locale.ROOT);
        Optional<byte[]> initialResponse = Optional.empty();
        if (in.skip(' ')) {
            String encoded = in.run(octet -> octet > ' ' && octet < 0x7f);
            // RFC 4959 3: a single pad character is an empty response
            initialResponse = Optional.of(encoded.equals("=") ? new byte[0] : base64(encoded));
            if (encoded.isEmpty()) {
                throw new SyntaxException("Initial response is empty");
            }
        }
        in.end();
        return new Authenticate(mechanism, initialResponse);
    }

    /** A line of the exchange: base64 of RFC 3501 section 9, padded. */
    public static byte[] base64(String encoded) throws SyntaxException {
        try {
            if (encoded.length() % 4 != 0) {
                throw new SyntaxException("Response is not base64");
            }
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("Response is not base64");
        }
    }

    @Override
    public String toString() {
        return "Authenticate[mechanism=" + mechanism + "]";
    }
}
