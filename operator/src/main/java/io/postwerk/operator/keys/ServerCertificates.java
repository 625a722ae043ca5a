package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.CertificateNeed.Origin;
import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.PemPair;
import io.postwerk.trust.TrustException;
import io.postwerk.trust.Usage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates of a MailServer. A stored certificate is returned unchanged until a third of its validity is left.
 */
public final class ServerCertificates {
    /** How long a certificate is valid. */
    static final Duration VALIDITY = Duration.ofDays(90);

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String AUTHORITY = "ca.crt";

    private final KeyStorage storage;
    private final Clock clock;

    /** @param storage where Secrets are */
    public ServerCertificates(KeyStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Everything that has to be applied before pods start: CAs, the servers' identities towards each other, what the plan needs of
     * SelfSigned certificates, and orders for cert-manager. Certificates from Secrets are mounted from there.
     *
     * @param needs certificates that the plan has
     * @param certManager whether the cluster has cert-manager's types ({@link CertManagerCertificates#API_VERSION})
     * @throws KeyException if a CA that is kept cannot be used, or a certificate cannot be made
     */
    public List<HasMetadata> keep(ServerIdentity server, List<CertificateNeed> needs, boolean certManager)
            throws KeyException {
        List<HasMetadata> objects = new ArrayList<>();
        internal(server, objects);
        selfSigned(server, needs, objects);
        for (CertificateNeed need : needs) {
            if (certManager && need.origin() instanceof Origin.CertManager order) {
                objects.add(CertManagerCertificates.resource(server, need, order));
            }
        }
        return objects;
    }

    private void selfSigned(ServerIdentity server, List<CertificateNeed> needs, List<HasMetadata> objects)
            throws KeyException {
        List<CertificateNeed> selfSigned = needs.stream()
                .filter(need -> need.origin() instanceof Origin.SelfSigned)
                .toList();
        // An existing CA stays although nothing needs it now: clients trust it.
        if (selfSigned.isEmpty() && !SigningAuthority.exists(SigningAuthority.Kind.SERVING, server, storage)) {
            return;
        }
        SigningAuthority authority = SigningAuthority.keep(SigningAuthority.Kind.SERVING, server, storage, clock);
        objects.add(authority.secret());
        for (CertificateNeed need : selfSigned) {
            objects.add(leaf(
                    server,
                    authority,
                    server.owned(server.names().certificate(need.name()), Optional.empty()),
                    CertificateRequest.server(need.hosts().getFirst(), need.hosts(), VALIDITY)));
        }
    }

    /** Both servers are client and server to each other, under the names of their programs. */
    private void internal(ServerIdentity server, List<HasMetadata> objects) throws KeyException {
        SigningAuthority authority = SigningAuthority.keep(SigningAuthority.Kind.INTERNAL, server, storage, clock);
        objects.add(authority.secret());
        for (Workload workload : Workload.values()) {
            String name = workload.component();
            objects.add(leaf(
                    server,
                    authority,
                    server.owned(server.names().internal(workload), Optional.of(name)),
                    new CertificateRequest(name, List.of(name), Set.of(Usage.SERVER, Usage.CLIENT), VALIDITY)));
        }
    }

    private Secret leaf(
            ServerIdentity server, SigningAuthority authority, ObjectMeta metadata, CertificateRequest request)
            throws KeyException {
        Optional<PemPair> kept = storage.find(metadata.getNamespace(), metadata.getName())
                .flatMap(secret -> SecretData.text(secret, CERTIFICATE)
                        .flatMap(
                                certificate -> SecretData.text(secret, KEY).map(key -> new PemPair(certificate, key))));
        try {
            CertificateAuthority ca = authority.authority();
            PemPair wanted = ca.keep(kept, request);
            Map<String, String> values = new HashMap<>();
            values.put(AUTHORITY, authority.certificate());
            values.put(CERTIFICATE, wanted.certificates());
            values.put(KEY, wanted.key());
            return SecretData.secret(metadata, SecretData.TLS, values);
        } catch (TrustException e) {
            throw new KeyException(
                    server,
                    "no certificate can be made for " + request.hosts() + ": " + e.getMessage(),
                    "correct spec.tls.certificates");
        }
    }
}
