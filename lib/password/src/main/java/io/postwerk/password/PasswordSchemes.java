package io.postwerk.password;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Reads a stored password hash: {@code {SCHEME}text} as Dovecot writes it ({@code doveadm pw}), or a bare crypt(3) string. Plain
 * text, and hashes without a salt, are refused: they reveal the passwords to everybody who can read them.
 */
public final class PasswordSchemes {

    /** The longest text that is looked at, in characters. */
    public static final int MAX_LENGTH = 1024;

    private PasswordSchemes() {}

    /** @throws UnusableVerifierException with a reason that does not contain the text */
    public static PasswordVerifier parse(String text) throws UnusableVerifierException {
        if (text.length() > MAX_LENGTH) {
            throw new UnusableVerifierException("is longer than " + MAX_LENGTH + " characters");
        }
        if (text.startsWith("$")) {
            return crypt(text);
        }
        int end = text.indexOf('}');
        if (!text.startsWith("{") || end < 0) {
            throw new UnusableVerifierException("has no {SCHEME} in front and is no crypt string");
        }
        try {
            return parse(text.substring(1, end).toUpperCase(Locale.ROOT), text, text.substring(end + 1));
        } catch (IllegalArgumentException e) {
            throw new UnusableVerifierException("is not of the form that its scheme has");
        }
    }

    private static PasswordVerifier parse(String schemeAndEncoding, String whole, String rest)
            throws UnusableVerifierException {
        int dot = schemeAndEncoding.indexOf('.');
        String scheme = dot < 0 ? schemeAndEncoding : schemeAndEncoding.substring(0, dot);
        String encoding = dot < 0 ? "" : schemeAndEncoding.substring(dot + 1);
        return switch (scheme) {
            case "SCRAM-SHA-1", "SCRAM-SHA-256" ->
                ScramVerifier.decode(whole)
                        .orElseThrow(() ->
                                new UnusableVerifierException("is no SCRAM verifier, or has too many iterations"));
            case "SSHA" -> SaltedSha.of("SHA-1", octets(encoding, rest));
            case "SSHA256" -> SaltedSha.of("SHA-256", octets(encoding, rest));
            case "SSHA512" -> SaltedSha.of("SHA-512", octets(encoding, rest));
            case "PBKDF2" -> Pbkdf2.parse(rest);
            case "ARGON2I", "ARGON2ID" -> Argon2Hash.parse(rest);
            case "BLF-CRYPT" -> BcryptHash.parse(rest);
            case "SHA256-CRYPT", "SHA512-CRYPT" -> ShaCrypt.parse(rest);
            case "CRYPT" -> crypt(rest);
            default -> throw new UnusableVerifierException("is of a scheme that is not accepted");
        };
    }

    private static PasswordVerifier crypt(String text) throws UnusableVerifierException {
        try {
            if (text.startsWith("$2")) {
                return BcryptHash.parse(text);
            }
            if (text.startsWith("$5$") || text.startsWith("$6$")) {
                return ShaCrypt.parse(text);
            }
            if (text.startsWith("$argon2")) {
                return Argon2Hash.parse(text);
            }
        } catch (IllegalArgumentException e) {
            throw new UnusableVerifierException("is not of the form that its kind of crypt string has");
        }
        throw new UnusableVerifierException("is a crypt string of a kind that is not accepted");
    }

    private static byte[] octets(String encoding, String text) {
        return switch (encoding) {
            case "", "B64", "BASE64" -> Base64.getDecoder().decode(text);
            case "HEX" -> HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
            default -> throw new IllegalArgumentException();
        };
    }
}
