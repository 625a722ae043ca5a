package io.postwerk.plan.server;

import io.postwerk.crds.ObjectKey;
import java.util.List;

/**
 * A certificate that must be at its place when the plan is applied, or, from cert-manager, be ordered.
 *
 * @param name its name
 * @param hosts host names that it is for, lower-case A-labels, the first one its subject; at least one
 * @param origin where it comes from
 * @param certificate path of the certificate chain, PEM
 * @param key path of the private key, PEM
 */
public record CertificateNeed(String name, List<String> hosts, Origin origin, String certificate, String key) {
    /** Whether the servers can use it: all but what cert-manager has yet to deliver. */
    public boolean available() {
        return !(origin instanceof Origin.CertManager ordered) || ordered.issued();
    }

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

        /**
         * Ordered from cert-manager, which puts it into a Secret, keys {@code tls.crt} and {@code tls.key}.
         *
         * @param secret the Secret
         * @param issuer name of the issuer
         * @param issuerKind its kind, as in {@code ClusterIssuer}
         * @param issuerGroup API group of that kind
         * @param issued whether the certificate is in the Secret already; until then the servers do without it
         */
        record CertManager(ObjectKey secret, String issuer, String issuerKind, String issuerGroup, boolean issued)
                implements Origin {}
    }
}
