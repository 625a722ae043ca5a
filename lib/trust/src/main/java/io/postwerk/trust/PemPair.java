package io.postwerk.trust;

import java.util.Optional;

/**
 * A certificate with its key, as PEM text: how they are kept where there are no files.
 *
 * @param certificates the certificate, then those above it
 * @param key its private key, unencrypted
 */
public record PemPair(String certificates, String key) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";

    /** Why no server could use it; empty if one can. A text that was cut is unusable, whatever is left of it. */
    public Optional<String> unusable() {
        if (isCut(certificates)) {
            return Optional.of("the certificates are cut off");
        }
        try {
            boolean match = KeyMatch.belong(
                    Pem.certificates("the certificate", certificates).getFirst().getPublicKey(),
                    Pem.key("the key", key));
            return match ? Optional.empty() : Optional.of("the key is not that of the certificate");
        } catch (TrustException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a PEM text has nothing whole in it, or ends within something. */
    public static boolean isCut(String text) {
        return count(text, END) == 0 || count(text, BEGIN) != count(text, END);
    }

    private static int count(String text, String what) {
        int found = 0;
        for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length())) {
            found++;
        }
        return found;
    }

    /** Without the key: this may end in a log. */
    @Override
    public String toString() {
        return certificates;
    }
}
