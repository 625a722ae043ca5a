package io.postwerk.plan;

import java.util.List;

/**
 * A certificate that must be at its place when the plan is applied.
 *
 * @param name its name
 * @param hosts host names that it is for, lower-case A-labels, the first one its subject; at least one
 * @param origin where it comes from
 * @param certificate path of the certificate chain, PEM
 * @param key path of the private key, PEM
 */
public record CertificateNeed(String name, List<String> hosts, Origin origin, String certificate, String key) {
    /** Where a certificate comes from. */
    public sealed interface Origin {
        /** Made by a CA of our own. */
        record SelfSigned() implements Origin {}

        /**
         * Taken from a Secret, keys {@code tls.crt} and {@code tls.key}.
         *
         * @param secret the Secret
         */
        record FromSecret(ObjectKey secret) implements Origin {}
    }
}
