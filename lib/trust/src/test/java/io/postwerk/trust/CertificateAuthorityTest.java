package io.postwerk.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as RFC 5280 wants them, and their renewal. */
class CertificateAuthorityTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateRequest REQUEST = new CertificateRequest(
            "smtp-server",
            List.of("Mx.Example.org", "*.example.org", "bücher.example", "127.0.0.1", "::1"),
            Set.of(Usage.SERVER, Usage.CLIENT),
            Duration.ofDays(90));

    @TempDir
    Path directory;

    @Test
    void aCertificateHoldsWhatWasRequested() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("Postwerk CA", at(START));
        X509Certificate leaf = ca.issue(REQUEST).certificate();

        validate(leaf, ca.certificate(), START);
        assertThat(HostNames.of(leaf)) // RFC 5280 4.2.1.6
                .containsExactly(
                        "mx.example.org", "*.example.org", "xn--bcher-kva.example", "127.0.0.1", "0:0:0:0:0:0:0:1");
        // RFC 5280 4.2.1.12
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=smtp-server");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1); // RFC 5280 4.2.1.9: not a CA
        assertThat(leaf.getSerialNumber().signum()).isPositive();
        assertThat(leaf.getSerialNumber().toByteArray().length).isLessThanOrEqualTo(20);
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofDays(90)));
        assertThat(ca.certificate().getBasicConstraints()).isZero();
        assertThat(ca.certificate().getKeyUsage()[5]).as("keyCertSign").isTrue();
    }

    @Test
    void aClientCertificateNeedsNoNames() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("Postwerk CA", at(START));
        X509Certificate leaf =
                ca.issue(CertificateRequest.client("cli", Duration.ofDays(1))).certificate();
        validate(leaf, ca.certificate(), START);
        assertThat(HostNames.of(leaf)).isEmpty();
    }

    @Test
    void nothingOutlivesTheCa() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("Postwerk CA", at(START));
        CertificateRequest eternal = CertificateRequest.client("cli", Duration.ofDays(36500));
        assertThat(ca.issue(eternal).certificate().getNotAfter())
                .isEqualTo(ca.certificate().getNotAfter());
    }

    @Test
    void aLongCommonNameIsCutAndTheHostKept() throws Exception {
        String host = "a".repeat(60) + "." + "b".repeat(60) + ".example.org";
        CertificateAuthority ca = CertificateAuthority.create("Postwerk CA", at(START));
        X509Certificate leaf = ca.issue(CertificateRequest.server(host, List.of(host), Duration.ofDays(1)))
                .certificate();
        assertThat(HostNames.of(leaf)).containsExactly(host);
    }

    @Test
    void aHostThatIsNoNameIsRefused() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("Postwerk CA", at(START));
        CertificateRequest request =
                CertificateRequest.server("mx", List.of("a".repeat(64) + ".example.org"), Duration.ofDays(1));
        assertThatThrownBy(() -> ca.issue(request)).isInstanceOf(TrustException.class);
    }

    @Test
    void theSameCaComesBackFromItsDirectory() throws Exception {
        CertificateAuthority first = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START));
        CertificateAuthority second = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START));

        assertThat(second.certificate()).isEqualTo(first.certificate());
        validate(second.issue(REQUEST).certificate(), first.certificate(), START);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ca.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aRenewedCaStandsForWhatItIssuedBefore() throws Exception {
        CertificateAuthority old = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START));
        Instant late = START.plus(CertificateAuthority.VALIDITY.multipliedBy(2).dividedBy(3))
                .plusSeconds(86400);
        X509Certificate leaf = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START))
                .issue(CertificateRequest.client("cli", Duration.ofDays(3000)))
                .certificate();

        CertificateAuthority renewed = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(late));

        assertThat(renewed.certificate()).isNotEqualTo(old.certificate());
        assertThat(renewed.certificate().getPublicKey())
                .isEqualTo(old.certificate().getPublicKey());
        assertThat(renewed.certificate().getNotAfter().toInstant()).isEqualTo(late.plus(CertificateAuthority.VALIDITY));
        validate(leaf, renewed.certificate(), late);
        validate(renewed.issue(REQUEST).certificate(), old.certificate(), late);
    }

    @Test
    void aForeignKeyBesideTheCaIsRefused() throws Exception {
        CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START));
        Pem.writeKey(directory.resolve("ca.key"), CertificateSigner.newKeys().getPrivate());
        assertThatThrownBy(() -> CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START)))
                .isInstanceOf(TrustException.class)
                .hasMessageContaining("ca.key");
    }

    @Test
    void aCertificateIsKeptUntilTwoThirdsOfItsTimeAreOver() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        CertificateAuthority ca = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START));

        assertThat(ca.keep(certificate, key, REQUEST)).isTrue();
        assertThat(ca.keep(certificate, key, REQUEST)).isFalse();
        assertThat(later(59).keep(certificate, key, REQUEST)).isFalse();
        assertThat(later(61).keep(certificate, key, REQUEST)).isTrue();
        assertThat(later(61).keep(certificate, key, REQUEST)).isFalse();
    }

    @Test
    void aCertificateIsIssuedAnewWhenItIsNotWhatIsAskedFor() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        CertificateAuthority ca = CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START));
        ca.keep(certificate, key, REQUEST);

        CertificateRequest others = CertificateRequest.server("x", List.of("other.example"), Duration.ofDays(90));
        assertThat(ca.keep(certificate, key, others)).as("other hosts").isTrue();
        CertificateRequest client =
                new CertificateRequest("x", others.hosts(), Set.of(Usage.CLIENT), Duration.ofDays(90));
        assertThat(ca.keep(certificate, key, client)).as("other usages").isTrue();
        Pem.writeKey(key, CertificateSigner.newKeys().getPrivate());
        assertThat(ca.keep(certificate, key, client)).as("another key").isTrue();
        Files.writeString(certificate, "half");
        assertThat(ca.keep(certificate, key, client)).as("a broken file").isTrue();
        CertificateAuthority another = CertificateAuthority.create("Postwerk CA", at(START));
        assertThat(another.keep(certificate, key, client)).as("another CA").isTrue();
        assertThat(another.keep(certificate, key, client)).isFalse();
    }

    @Test
    void whatIsKeptAsTextIsRenewedLikeFiles() throws Exception {
        PemPair root = CertificateAuthority.create("Postwerk CA", at(START)).pem();
        CertificateAuthority ca = CertificateAuthority.load("Secret a/b", root, at(START));
        assertThat(ca.pem()).isEqualTo(root);

        PemPair leaf = ca.keep(Optional.empty(), REQUEST);
        assertThat(ca.keep(Optional.of(leaf), REQUEST)).isSameAs(leaf);
        assertThat(loaded(root, 59).keep(Optional.of(leaf), REQUEST)).isSameAs(leaf);
        assertThat(loaded(root, 61).keep(Optional.of(leaf), REQUEST)).isNotEqualTo(leaf);
        assertThat(ca.keep(Optional.of(new PemPair("half", leaf.key())), REQUEST))
                .isNotEqualTo(leaf);

        PemPair renewed = loaded(root, 3000).pem();
        assertThat(renewed.certificates()).isNotEqualTo(root.certificates());
        assertThat(renewed.key()).isEqualTo(root.key());
    }

    @Test
    void aForeignKeyInATextIsRefusedAndNotShown() throws Exception {
        PemPair root = CertificateAuthority.create("Postwerk CA", at(START)).pem();
        PemPair other = CertificateAuthority.create("Postwerk CA", at(START)).pem();
        PemPair mixed = new PemPair(root.certificates(), other.key());
        assertThatThrownBy(() -> CertificateAuthority.load("Secret a/b", mixed, at(START)))
                .isInstanceOf(TrustException.class)
                .hasMessageContaining("Secret a/b");
        assertThat(mixed.toString()).doesNotContain(other.key());
    }

    private static CertificateAuthority loaded(PemPair root, int days) throws Exception {
        return CertificateAuthority.load("Secret a/b", root, at(START.plus(Duration.ofDays(days))));
    }

    private CertificateAuthority later(int days) throws Exception {
        return CertificateAuthority.loadOrCreate(directory, "Postwerk CA", at(START.plus(Duration.ofDays(days))));
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static void validate(X509Certificate leaf, X509Certificate root, Instant at) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }
}
