package io.postwerk.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;

/** A small CA of our own: for the certificates between our programs, and for a machine that has no other. EC P-256. */
public final class CertificateAuthority {

    /** How long a CA is valid. */
    public static final Duration VALIDITY = Duration.ofDays(3650);

    /** The file names that {@link #loadOrCreate} uses in its directory. */
    public static final String CERTIFICATE_FILE = "ca.crt";

    public static final String KEY_FILE = "ca.key";

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Clock clock;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    /** A new CA that lives in memory only. */
    public static CertificateAuthority create(String commonName, Clock clock) throws TrustException {
        KeyPair keys = CertificateSigner.newKeys();
        Instant now = clock.instant();
        X509Certificate root =
                new CertificateSigner(CertificateSigner.name(commonName), keys).root(now, now.plus(VALIDITY));
        return new CertificateAuthority(root, keys.getPrivate(), clock);
    }

    /**
     * The CA of a directory ({@value #CERTIFICATE_FILE}, {@value #KEY_FILE}): read, or made when there is none. When less
     * than a third of its validity remains, it is renewed with the same name and key, so what it issued stays valid.
     */
    public static CertificateAuthority loadOrCreate(Path directory, String commonName, Clock clock) throws IOException {
        Path certificateFile = directory.resolve(CERTIFICATE_FILE);
        Path keyFile = directory.resolve(KEY_FILE);
        if (!Files.exists(certificateFile)) {
            // A key alone is left by a start that was cut short before anything was issued.
            CertificateAuthority made = create(commonName, clock);
            Pem.writeKey(keyFile, made.key);
            Pem.writeCertificates(certificateFile, List.of(made.certificate));
            return made;
        }
        X509Certificate root = Pem.readCertificates(certificateFile).getFirst();
        PrivateKey key = Pem.readKey(keyFile);
        if (!KeyMatch.belong(root.getPublicKey(), key)) {
            throw new TrustException(keyFile + ": not the key of " + certificateFile);
        }
        CertificateAuthority loaded = new CertificateAuthority(root, key, clock).renewed();
        if (!loaded.certificate.equals(root)) {
            Pem.writeCertificates(certificateFile, List.of(loaded.certificate));
        }
        return loaded;
    }

    /**
     * A CA that was kept as text ({@link #pem}). When less than a third of its validity remains, it is renewed with the same name
     * and key, so what it issued stays valid.
     *
     * @param source what the text is called, for errors
     */
    public static CertificateAuthority load(String source, PemPair kept, Clock clock) throws TrustException {
        X509Certificate root = Pem.certificates(source, kept.certificates()).getFirst();
        PrivateKey key = Pem.key(source, kept.key());
        if (!KeyMatch.belong(root.getPublicKey(), key)) {
            throw new TrustException(source + ": its key is not that of its certificate");
        }
        return new CertificateAuthority(root, key, clock).renewed();
    }

    private CertificateAuthority renewed() throws TrustException {
        Instant now = clock.instant();
        if (!Renewal.isDue(certificate, now)) {
            return this;
        }
        X509Certificate root = new CertificateSigner(issuer(), new KeyPair(certificate.getPublicKey(), key))
                .root(now, now.plus(VALIDITY));
        return new CertificateAuthority(root, key, clock);
    }

    /** What {@link #load} reads. */
    public PemPair pem() throws TrustException {
        return new PemPair(Pem.text(List.of(certificate)), Pem.text(key));
    }

    /** The CA's own certificate: what the others trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Makes a key and a certificate for it. */
    public IssuedCertificate issue(CertificateRequest request) throws TrustException {
        Instant now = clock.instant();
        Instant caEnd = certificate.getNotAfter().toInstant();
        Instant end = now.plus(request.validity());
        KeyPair keys = CertificateSigner.newKeys();
        X509Certificate leaf = new CertificateSigner(issuer(), new KeyPair(certificate.getPublicKey(), key))
                .leaf(request, keys.getPublic(), now, end.isAfter(caEnd) ? caEnd : end);
        return new IssuedCertificate(List.of(leaf), keys.getPrivate());
    }

    /** The encoded name, not its text: issuer and subject must be the same octets (RFC 5280 4.1.2.4). */
    private X500Name issuer() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /**
     * Sees to it that there is a certificate of this CA as requested, and its key. It is issued anew if what is there can not be
     * read, if it is not of this CA or not as requested, or if less than a third of its validity remains.
     *
     * @param kept what is there
     * @return {@code kept}, or what is to be kept in its place
     */
    public PemPair keep(Optional<PemPair> kept, CertificateRequest request) throws TrustException {
        return kept.isPresent() && isKept(kept.get(), request)
                ? kept.get()
                : issue(request).pem();
    }

    /**
     * Sees to it that two files hold a certificate of this CA as requested, and its key. It is issued anew if there is
     * none or it can not be read, if it is not of this CA or not as requested, or if less than a third of its validity remains.
     *
     * @return whether the files were written
     */
    public boolean keep(Path certificateFile, Path keyFile, CertificateRequest request) throws IOException {
        if (isKept(certificateFile, keyFile, request)) {
            return false;
        }
        issue(request).write(certificateFile, keyFile);
        return true;
    }

    private boolean isKept(Path certificateFile, Path keyFile, CertificateRequest request) {
        try {
            return isKept(Pem.readCertificates(certificateFile).getFirst(), Pem.readKey(keyFile), request);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private boolean isKept(PemPair kept, CertificateRequest request) {
        try {
            return isKept(
                    Pem.certificates("certificate", kept.certificates()).getFirst(),
                    Pem.key("key", kept.key()),
                    request);
        } catch (TrustException | GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private boolean isKept(X509Certificate kept, PrivateKey keptKey, CertificateRequest request)
            throws GeneralSecurityException {
        kept.verify(certificate.getPublicKey());
        return KeyMatch.belong(kept.getPublicKey(), keptKey)
                && hostsOf(kept).equals(canonical(request.hosts()))
                && Set.copyOf(kept.getExtendedKeyUsage()).equals(oids(request.usages()))
                && !Renewal.isDue(kept, clock.instant());
    }

    private static Set<String> hostsOf(X509Certificate certificate) {
        return Set.copyOf(HostNames.of(certificate));
    }

    private static Set<String> canonical(List<String> hosts) {
        return hosts.stream().map(HostNames::canonical).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> oids(Set<Usage> usages) {
        return usages.stream()
                .map(usage -> switch (usage) {
                    case SERVER -> SERVER_AUTH;
                    case CLIENT -> CLIENT_AUTH;
                })
                .collect(Collectors.toUnmodifiableSet());
    }
}
