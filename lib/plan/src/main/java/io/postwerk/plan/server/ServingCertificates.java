package io.postwerk.plan.server;

import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.TlsSpec;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The certificates that clients see. */
public final class ServingCertificates {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String CONSEQUENCE = "the certificate is left out";
    private static final String NO_CLIENTS = "nobody can log in by a certificate";
    private static final String PEM_CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    private final DeploymentTarget target;
    private final Claimant owner;
    private final MailServerSpec spec;
    private final Findings findings;
    private final Secrets secrets;

    public ServingCertificates(
            SecretInputs secrets, DeploymentTarget target, Claimant owner, MailServerSpec spec, Findings findings) {
        this.target = target;
        this.owner = owner;
        this.spec = spec;
        this.findings = findings;
        this.secrets = new Secrets(secrets, findings);
    }

    /** What must be in place or be ordered; at least one can be used, though every Secret may be missing. */
    public List<CertificateNeed> needs() {
        List<CertificateNeed> needs = new ArrayList<>();
        List<TlsSpec.Certificate> certificates = spec.tls().certificates();
        for (int i = 0; i < certificates.size(); i++) {
            need("spec.tls.certificates[" + i + "]", certificates.get(i)).ifPresent(needs::add);
        }
        if (needs.stream().noneMatch(CertificateNeed::available)) {
            needs.add(need("self-signed", List.of(hostname()), new CertificateNeed.Origin.SelfSigned()));
        }
        return needs;
    }

    /** The CAs whose client certificates are accepted; absent if none are, or if their Secret is not there yet. */
    public Optional<AuthorityNeed> clientAuthority() {
        return spec.tls()
                .clientCertificates()
                .map(TlsSpec.ClientCertificates::secretRef)
                .flatMap(reference -> {
                    String field = "spec.tls.clientCertificates.secretRef";
                    ObjectKey secret = Secrets.key(owner, reference.name());
                    Optional<String> pem = secrets.require(
                                    owner, field, reference.name(), NO_CLIENTS, AuthorityNeed.KEY)
                            .map(found ->
                                    Secrets.value(found, AuthorityNeed.KEY).reveal());
                    // servers would not start with a file that has none
                    if (pem.filter(text -> !text.contains(PEM_CERTIFICATE)).isPresent()) {
                        findings.unresolved(
                                owner,
                                field,
                                Reason.SECRET_NOT_FOUND,
                                "Secret " + secret + " has no certificate in PEM under '" + AuthorityNeed.KEY + "'",
                                "add it; until then " + NO_CLIENTS);
                        return Optional.empty();
                    }
                    return pem.map(
                            _ -> new AuthorityNeed(secret, target.certificateDirectory() + "/" + AuthorityNeed.FILE));
                });
    }

    private Optional<CertificateNeed> need(String field, TlsSpec.Certificate certificate) {
        List<String> hosts = certificate.hosts().isEmpty()
                ? List.of(hostname())
                : certificate.hosts().stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .toList();
        Optional<CertificateNeed.Origin> origin = switch (certificate.source()) {
            case SELF_SIGNED -> Optional.of(new CertificateNeed.Origin.SelfSigned());
            case SECRET -> fromSecret(field, certificate);
            case CERT_MANAGER -> fromCertManager(field, certificate);
        };
        return origin.map(o -> need(certificate.name(), hosts, o));
    }

    private Optional<CertificateNeed.Origin> fromSecret(String field, TlsSpec.Certificate certificate) {
        String name = certificate.secretRef().orElseThrow().name();
        return secrets.require(owner, field + ".secretRef", name, CONSEQUENCE, CHAIN, KEY)
                .map(secret -> new CertificateNeed.Origin.FromSecret(Secrets.key(owner, name)));
    }

    private Optional<CertificateNeed.Origin> fromCertManager(String field, TlsSpec.Certificate certificate) {
        String name = owner.key().name() + "-cert-" + certificate.name();
        boolean issued = secrets.find(owner, name)
                .filter(s -> s.value(CHAIN).isPresent() && s.value(KEY).isPresent())
                .isPresent();
        if (!issued && !target.certManager()) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.CERT_MANAGER_MISSING,
                    "there is no cert-manager to order the certificate from",
                    "install it, or choose another source; until then " + CONSEQUENCE);
            return Optional.empty();
        }
        TlsSpec.Issuer issuer = certificate.issuerRef().orElseThrow();
        if (!issued) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.CERTIFICATE_PENDING,
                    "cert-manager has not put the certificate into Secret " + Secrets.key(owner, name) + " yet",
                    "look at the Certificate of that name; until then " + CONSEQUENCE);
        }
        return Optional.of(new CertificateNeed.Origin.CertManager(
                Secrets.key(owner, name), issuer.name(), issuer.kind(), issuer.group(), issued));
    }

    private CertificateNeed need(String name, List<String> hosts, CertificateNeed.Origin origin) {
        String path = target.certificateDirectory() + "/" + name;
        return new CertificateNeed(name, hosts, origin, path + ".crt", path + ".key");
    }

    private String hostname() {
        return spec.hostname().toLowerCase(Locale.ROOT);
    }
}
