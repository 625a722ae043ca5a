package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.PemPair;
import io.postwerk.trust.TrustException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * A CA of one MailServer and its Secret. It is created and never replaced. When a third of its validity is left, it is renewed with the
 * same name and key, so its certificates stay valid and clients that trust it still do.
 */
final class SigningAuthority {
    /** Which CA. */
    enum Kind {
        /** Of SelfSigned certificates, which clients may be told to trust. */
        SERVING("Postwerk CA of ", SecretData.TLS, "tls.crt", "tls.key"),
        /** Between our own programs. */
        INTERNAL("Postwerk internal CA of ", SecretData.OPAQUE, "ca.crt", "ca.key");

        private final String title;
        private final String type;
        private final String certificateKey;
        private final String keyKey;

        Kind(String title, String type, String certificateKey, String keyKey) {
            this.title = title;
            this.type = type;
            this.certificateKey = certificateKey;
            this.keyKey = keyKey;
        }

        private String secret(ServerIdentity server) {
            return switch (this) {
                case SERVING -> server.names().servingAuthority();
                case INTERNAL -> server.names().internalAuthority();
            };
        }

        private Map<String, String> values(PemPair pair) {
            return Map.of(certificateKey, pair.certificates(), keyKey, pair.key());
        }
    }

    private final CertificateAuthority authority;
    private final PemPair kept;
    private final Secret secret;

    private SigningAuthority(CertificateAuthority authority, PemPair kept, Secret secret) {
        this.authority = authority;
        this.kept = kept;
        this.secret = secret;
    }

    /** Whether there is one already. */
    static boolean exists(Kind kind, ServerIdentity server, KeyStorage storage) {
        return storage.find(server.namespace(), kind.secret(server)).isPresent();
    }

    /**
     * The CA of a MailServer, made if there is none.
     *
     * @throws KeyException if there is a Secret without a usable CA
     */
    static SigningAuthority keep(Kind kind, ServerIdentity server, KeyStorage storage, Clock clock)
            throws KeyException {
        String name = kind.secret(server);
        String title = "Secret " + server.namespace() + "/" + name;
        try {
            Optional<Secret> found = storage.find(server.namespace(), name);
            Secret live = found.isPresent() ? found.get() : storage.create(fresh(kind, server, name, clock));
            PemPair pair = new PemPair(
                    SecretData.text(live, kind.certificateKey).orElse(""),
                    SecretData.text(live, kind.keyKey).orElse(""));
            CertificateAuthority authority = CertificateAuthority.load(title, pair, clock);
            PemPair wanted = authority.pem();
            return new SigningAuthority(
                    authority,
                    wanted,
                    SecretData.secret(server.kept(name, Optional.empty()), kind.type, kind.values(wanted)));
        } catch (TrustException e) {
            throw new KeyException(
                    server,
                    title + " has no usable CA: " + e.getMessage(),
                    "restore it from a backup, or delete it for a new one");
        }
    }

    CertificateAuthority authority() {
        return authority;
    }

    /** The CA's certificate, PEM. */
    String certificate() {
        return kept.certificates();
    }

    /** The Secret as it should be. */
    Secret secret() {
        return secret;
    }

    /** Created without an owner reference: the apply that follows sets it, so that a later apply can remove it. */
    private static Secret fresh(Kind kind, ServerIdentity server, String name, Clock clock) throws TrustException {
        PemPair made = CertificateAuthority.create(kind.title + server.namespace() + "/" + server.name(), clock)
                .pem();
        return SecretData.secret(server.unowned(name, Optional.empty()), kind.type, kind.values(made));
    }
}
