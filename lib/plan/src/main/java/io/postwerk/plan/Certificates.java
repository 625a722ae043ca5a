package io.postwerk.plan;

import io.postwerk.crds.CertificateSpec;
import io.postwerk.crds.MailServerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The certificates that clients see. */
final class Certificates {
    private final Snapshot snapshot;
    private final Owner owner;
    private final MailServerSpec spec;
    private final Findings findings;

    Certificates(Snapshot snapshot, Owner owner, MailServerSpec spec, Findings findings) {
        this.snapshot = snapshot;
        this.owner = owner;
        this.spec = spec;
        this.findings = findings;
    }

    /** What must be in place; at least one, though every Secret may be missing. */
    List<CertificateNeed> needs() {
        List<CertificateNeed> needs = new ArrayList<>();
        List<CertificateSpec> certificates = spec.tls().certificates();
        for (int i = 0; i < certificates.size(); i++) {
            need("spec.tls.certificates[" + i + "]", certificates.get(i)).ifPresent(needs::add);
        }
        if (needs.isEmpty()) {
            needs.add(need("self-signed", List.of(hostname()), new CertificateNeed.Origin.SelfSigned()));
        }
        return needs;
    }

    private Optional<CertificateNeed> need(String field, CertificateSpec certificate) {
        List<String> hosts = certificate.hosts().isEmpty()
                ? List.of(hostname())
                : certificate.hosts().stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .toList();
        Optional<ObjectKey> key = certificate.secretRef().map(ref -> new ObjectKey(owner.namespace(), ref.name()));
        if (key.isEmpty()) {
            return Optional.of(need(certificate.name(), hosts, new CertificateNeed.Origin.SelfSigned()));
        }
        Optional<SecretInput> secret = Optional.ofNullable(snapshot.secrets().get(key.get()));
        if (secret.flatMap(s -> s.value("tls.crt")).isEmpty()
                || secret.flatMap(s -> s.value("tls.key")).isEmpty()) {
            findings.unresolved(
                    owner,
                    field + ".secretRef",
                    Reason.SECRET_NOT_FOUND,
                    "there is no Secret " + key.get() + " with tls.crt and tls.key",
                    "add it; until then the certificate is left out");
            return Optional.empty();
        }
        return Optional.of(need(certificate.name(), hosts, new CertificateNeed.Origin.FromSecret(key.get())));
    }

    private CertificateNeed need(String name, List<String> hosts, CertificateNeed.Origin origin) {
        String path = snapshot.target().certificateDirectory() + "/" + name;
        return new CertificateNeed(name, hosts, origin, path + ".crt", path + ".key");
    }

    private String hostname() {
        return spec.hostname().toLowerCase(Locale.ROOT);
    }
}
