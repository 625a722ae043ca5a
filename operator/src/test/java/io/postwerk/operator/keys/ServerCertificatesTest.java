package io.postwerk.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.CertificateNeed.Origin;
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
        keep(server(true), FROM_SECRET);
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
        keep(server(true), SELF_SIGNED);
        X509Certificate leaf = certificate("main-cert-default", "tls.crt");
        leaf.verify(certificate("main-ca", "tls.crt").getPublicKey());
        assertThat(HostNames.of(leaf)).containsExactly("mx.example.org", "mail.example.org");
    }

    @Test
    void nothingChangesUntilAThirdOfTheValidityIsLeft() throws Exception {
        List<HasMetadata> first = keep(server(true), SELF_SIGNED);
        assertThat(keep(server(true), SELF_SIGNED)).isEqualTo(first);
        clock.advance(Duration.ofDays(59));
        assertThat(keep(server(true), SELF_SIGNED)).isEqualTo(first);

        clock.advance(Duration.ofDays(2));
        List<HasMetadata> renewed = keep(server(true), SELF_SIGNED);

        assertThat(secret(renewed, "main-ca")).isEqualTo(secret(first, "main-ca"));
        assertThat(secret(renewed, "main-internal-ca")).isEqualTo(secret(first, "main-internal-ca"));
        for (String leaf : List.of("main-cert-default", "main-internal-smtp-server", "main-internal-imap-server")) {
            assertThat(secret(renewed, leaf)).isNotEqualTo(secret(first, leaf));
        }
        assertThat(keep(server(true), SELF_SIGNED)).isEqualTo(renewed);
    }

    @Test
    void aCaIsRenewedWithItsKeySoThatWhatItIssuedStaysGood() throws Exception {
        List<HasMetadata> first = keep(server(true), SELF_SIGNED);
        X509Certificate before = certificate("main-ca", "tls.crt");
        clock.advance(Duration.ofDays(2500));
        List<HasMetadata> renewed = keep(server(true), SELF_SIGNED);

        X509Certificate after = certificate("main-ca", "tls.crt");
        assertThat(after).isNotEqualTo(before);
        assertThat(after.getPublicKey()).isEqualTo(before.getPublicKey());
        assertThat(secret(renewed, "main-ca").getData().get("tls.key"))
                .isEqualTo(secret(first, "main-ca").getData().get("tls.key"));
    }

    @Test
    void otherHostsAreAnotherCertificate() throws Exception {
        keep(server(true), SELF_SIGNED);
        CertificateNeed moved =
                new CertificateNeed("default", List.of("other.example"), new Origin.SelfSigned(), "", "");
        keep(server(true), moved);
        assertThat(HostNames.of(certificate("main-cert-default", "tls.crt"))).containsExactly("other.example");
    }

    @Test
    void aCaThatClientsTrustStaysThoughNothingNeedsItNow() throws Exception {
        List<HasMetadata> first = keep(server(true), SELF_SIGNED);
        List<HasMetadata> later = keep(server(true), FROM_SECRET);
        assertThat(secret(later, "main-ca")).isEqualTo(secret(first, "main-ca"));
        assertThat(later).noneMatch(object -> object.getMetadata().getName().equals("main-cert-default"));
    }

    @Test
    void twoOperatorsHaveOneCa() throws Exception {
        List<HasMetadata> first = keep(server(true), SELF_SIGNED);
        storage.fallBehind();
        List<HasMetadata> second = certificates.keep(server(true), List.of(SELF_SIGNED), false);
        assertThat(secret(second, "main-ca")).isEqualTo(secret(first, "main-ca"));
        assertThat(secret(second, "main-internal-ca")).isEqualTo(secret(first, "main-internal-ca"));
    }

    @Test
    void onlyWhatCanBeMadeAgainIsOwnedUnlessAllIsToGo() throws Exception {
        for (HasMetadata object : keep(server(true), SELF_SIGNED)) {
            assertThat(object.getMetadata().getOwnerReferences())
                    .as(object.getMetadata().getName())
                    .hasSize(object.getMetadata().getName().endsWith("ca") ? 0 : 1);
        }
        for (HasMetadata object : keep(server(false), SELF_SIGNED)) {
            assertThat(object.getMetadata().getOwnerReferences()).hasSize(1);
        }
    }

    @Test
    void aDamagedCaIsLeftToAPerson() throws Exception {
        Secret authority = secret(keep(server(true), SELF_SIGNED), "main-ca");
        Secret damaged = authority.edit().addToData("tls.key", "AAAA").build();
        storage.apply(damaged);
        assertThatThrownBy(() -> keep(server(true), SELF_SIGNED))
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.problem().what()).contains("Secret mail/main-ca"));
        assertThat(storage.find("mail", "main-ca")).contains(damaged);
    }

    @Test
    void certManagerIsAskedWhereItIs() throws Exception {
        CertificateNeed ordered = new CertificateNeed(
                "web",
                List.of("mail.example.org", "*.example.net", "192.0.2.1"),
                new Origin.CertManager(
                        new ObjectKey("mail", "main-cert-web"),
                        "letsencrypt",
                        "ClusterIssuer",
                        "cert-manager.io",
                        false),
                "",
                "");
        HasMetadata order = certificates.keep(server(true), List.of(ordered), true).stream()
                .filter(GenericKubernetesResource.class::isInstance)
                .findFirst()
                .orElseThrow();
        Generated.by("operator")
                .check("operator/src/test/resources/cert-manager-order.yaml", Serialization.asYaml(order));

        assertThat(certificates.keep(server(true), List.of(ordered), false))
                .noneMatch(GenericKubernetesResource.class::isInstance);
    }

    private List<HasMetadata> keep(ServerIdentity server, CertificateNeed need) throws KeyException {
        List<HasMetadata> objects = certificates.keep(server, List.of(need), false);
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

    private static ServerIdentity server(boolean keepsData) {
        return new ServerIdentity("mail", "main", "00000000-0000-0000-0000-000000000001", keepsData);
    }
}
