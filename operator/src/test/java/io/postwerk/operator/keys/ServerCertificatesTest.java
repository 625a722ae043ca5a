package io.postwerk.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.CertificateNeed;
import io.postwerk.plan.CertificateNeed.Origin;
import io.postwerk.plan.ObjectKey;
import io.postwerk.plan.Reason;
import io.postwerk.testkit.FakeClock;
import io.postwerk.testkit.Generated;
import io.postwerk.trust.HostNames;
import io.postwerk.trust.Pem;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CAs and certificates: kept, renewed in time, and never replaced for nothing. */
class ServerCertificatesTest {
    private static final CertificateNeed SELF_SIGNED = new CertificateNeed(
            "default",
            List.of("mx.example.org", "mail.example.org"),
            new Origin.SelfSigned(),
            "/etc/postwerk/tls/default.crt",
            "/etc/postwerk/tls/default.key");
    private static final CertificateNeed FROM_SECRET = new CertificateNeed(
            "web", List.of("mail.example.org"), new Origin.FromSecret(new ObjectKey("mail", "web-tls")), "", "");

    private final FakeKeyStorage storage = new FakeKeyStorage();
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final ServerCertificates certificates = new ServerCertificates(storage, clock);

    @Test
    void bothServersKnowEachOtherByTheNamesOfTheirPrograms() throws Exception {
        keep(server(""), FROM_SECRET);
        X509Certificate authority = certificate("main-internal-ca", "ca.crt");
        for (Workload workload : Workload.values()) {
            String secret = "main-internal-" + workload.component();
            X509Certificate leaf = certificate(secret, "tls.crt");
            leaf.verify(authority.getPublicKey());
            assertThat(HostNames.of(leaf)).containsExactly(workload.component());
            assertThat(leaf.getExtendedKeyUsage()).hasSize(2);
            assertThat(certificate(secret, "ca.crt")).isEqualTo(authority);
        }
        assertThat(storage.find("mail", "main-ca")).as("nothing is self-signed").isEmpty();
        assertThat(storage.find("mail", "main-cert-web"))
                .as("mounted from its own Secret")
                .isEmpty();
    }

    @Test
    void aSelfSignedOneIsForItsHosts() throws Exception {
        keep(server(""), SELF_SIGNED);
        X509Certificate leaf = certificate("main-cert-default", "tls.crt");
        leaf.verify(certificate("main-ca", "tls.crt").getPublicKey());
        assertThat(HostNames.of(leaf)).containsExactly("mx.example.org", "mail.example.org");
    }

    @Test
    void nothingChangesUntilAThirdOfTheValidityIsLeft() throws Exception {
        List<HasMetadata> first = keep(server(""), SELF_SIGNED);
        assertThat(keep(server(""), SELF_SIGNED)).isEqualTo(first);
        clock.advance(Duration.ofDays(59));
        assertThat(keep(server(""), SELF_SIGNED)).isEqualTo(first);

        clock.advance(Duration.ofDays(2));
        List<HasMetadata> renewed = keep(server(""), SELF_SIGNED);

        assertThat(secret(renewed, "main-ca")).isEqualTo(secret(first, "main-ca"));
        assertThat(secret(renewed, "main-internal-ca")).isEqualTo(secret(first, "main-internal-ca"));
        for (String leaf : List.of("main-cert-default", "main-internal-smtp-server", "main-internal-imap-server")) {
            assertThat(secret(renewed, leaf)).isNotEqualTo(secret(first, leaf));
        }
        assertThat(keep(server(""), SELF_SIGNED)).isEqualTo(renewed);
    }

    @Test
    void aCaIsRenewedWithItsKeySoThatWhatItIssuedStaysGood() throws Exception {
        List<HasMetadata> first = keep(server(""), SELF_SIGNED);
        X509Certificate before = certificate("main-ca", "tls.crt");
        clock.advance(Duration.ofDays(2500));
        List<HasMetadata> renewed = keep(server(""), SELF_SIGNED);

        X509Certificate after = certificate("main-ca", "tls.crt");
        assertThat(after).isNotEqualTo(before);
        assertThat(after.getPublicKey()).isEqualTo(before.getPublicKey());
        assertThat(secret(renewed, "main-ca").getData().get("tls.key"))
                .isEqualTo(secret(first, "main-ca").getData().get("tls.key"));
    }

    @Test
    void otherHostsAreAnotherCertificate() throws Exception {
        keep(server(""), SELF_SIGNED);
        CertificateNeed moved =
                new CertificateNeed("default", List.of("other.example"), new Origin.SelfSigned(), "", "");
        keep(server(""), moved);
        assertThat(HostNames.of(certificate("main-cert-default", "tls.crt"))).containsExactly("other.example");
    }

    @Test
    void aCaThatClientsTrustStaysThoughNothingNeedsItNow() throws Exception {
        List<HasMetadata> first = keep(server(""), SELF_SIGNED);
        List<HasMetadata> later = keep(server(""), FROM_SECRET);
        assertThat(secret(later, "main-ca")).isEqualTo(secret(first, "main-ca"));
        assertThat(later).noneMatch(object -> object.getMetadata().getName().equals("main-cert-default"));
    }

    @Test
    void twoOperatorsHaveOneCa() throws Exception {
        List<HasMetadata> first = keep(server(""), SELF_SIGNED);
        storage.fallBehind();
        List<HasMetadata> second =
                certificates.keep(server(""), List.of(SELF_SIGNED), false).objects();
        assertThat(secret(second, "main-ca")).isEqualTo(secret(first, "main-ca"));
        assertThat(secret(second, "main-internal-ca")).isEqualTo(secret(first, "main-internal-ca"));
    }

    @Test
    void onlyWhatCanBeMadeAgainIsOwnedUnlessAllIsToGo() throws Exception {
        for (HasMetadata object : keep(server(""), SELF_SIGNED)) {
            assertThat(object.getMetadata().getOwnerReferences())
                    .as(object.getMetadata().getName())
                    .hasSize(object.getMetadata().getName().endsWith("ca") ? 0 : 1);
        }
        for (HasMetadata object : keep(server(", deletionPolicy: Delete"), SELF_SIGNED)) {
            assertThat(object.getMetadata().getOwnerReferences()).hasSize(1);
        }
    }

    @Test
    void aDamagedCaIsLeftToAPerson() throws Exception {
        Secret authority = secret(keep(server(""), SELF_SIGNED), "main-ca");
        Secret damaged = authority.edit().addToData("tls.key", "AAAA").build();
        storage.apply(damaged);
        assertThatThrownBy(() -> keep(server(""), SELF_SIGNED))
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.problem().what()).contains("Secret mail/main-ca"));
        assertThat(storage.find("mail", "main-ca")).contains(damaged);
    }

    @Test
    void certManagerIsAskedWhereItIs() throws Exception {
        MailServer server = server(
                ", tls: {certificates: [{name: web, source: CertManager, hosts: [Mail.example.org, \"*.example.net\"], "
                        + "issuerRef: {name: letsencrypt, kind: ClusterIssuer}}]}");
        KeptCertificates kept = certificates.keep(server, List.of(), true);
        assertThat(kept.findings()).isEmpty();
        HasMetadata order = kept.objects().stream()
                .filter(GenericKubernetesResource.class::isInstance)
                .findFirst()
                .orElseThrow();
        Generated.by("operator")
                .check("operator/src/test/resources/cert-manager-order.yaml", Serialization.asYaml(order));
    }

    @Test
    void withoutCertManagerThatIsAFinding() throws Exception {
        MailServer server = server(", tls: {certificates: [{name: default}, "
                + "{name: web, source: CertManager, issuerRef: {name: letsencrypt}}]}");
        KeptCertificates kept = certificates.keep(server, List.of(SELF_SIGNED), false);
        assertThat(kept.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("spec.tls.certificates[1]");
            assertThat(finding.reason()).isEqualTo(Reason.CERT_MANAGER_MISSING);
            assertThat(finding.message()).contains("install cert-manager");
        });
        assertThat(kept.objects()).noneMatch(GenericKubernetesResource.class::isInstance);
    }

    private List<HasMetadata> keep(MailServer server, CertificateNeed need) throws KeyException {
        List<HasMetadata> objects =
                certificates.keep(server, List.of(need), false).objects();
        objects.forEach(storage::apply);
        return objects;
    }

    private X509Certificate certificate(String secret, String key) throws Exception {
        Secret found = storage.find("mail", secret).orElseThrow();
        return Pem.certificates(secret, SecretData.text(found, key).orElseThrow())
                .getFirst();
    }

    private static Secret secret(List<HasMetadata> objects, String name) {
        return objects.stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .map(Secret.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static MailServer server(String more) {
        MailServer server = ManifestReader.read("all.yaml", """
                        apiVersion: postwerk.io/v1alpha1
                        kind: MailServer
                        metadata: {name: main, namespace: mail}
                        spec: {hostname: mx.example.org%s}
                        """.formatted(more))
                .servers()
                .getFirst()
                .resource();
        server.getMetadata().setUid("00000000-0000-0000-0000-000000000001");
        return server;
    }
}
