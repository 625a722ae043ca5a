package io.postwerk.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds and signs X.509 certificates (RFC 5280) with an issuer's EC P-256 key. */
final class CertificateSigner {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** Clocks differ a little: a fresh certificate must be good on a machine that is behind. */
    private static final long BACKDATED_SECONDS = 3600;
    /** RFC 5280 A.1: ub-common-name. */
    private static final int MAX_COMMON_NAME = 64;

    private final X500Name issuer;
    private final KeyPair issuerKeys;

    CertificateSigner(X500Name issuer, KeyPair issuerKeys) {
        this.issuer = issuer;
        this.issuerKeys = issuerKeys;
    }

    static KeyPair newKeys() throws TrustException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new TrustException("no EC P-256 key can be made", e);
        }
    }

    static X500Name name(String commonName) {
        String shown = commonName.substring(0, Math.min(commonName.length(), MAX_COMMON_NAME));
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, shown).build();
    }

    /** The issuer's own, self-signed certificate. */
    X509Certificate root(Instant now, Instant end) throws TrustException {
        try {
            X509v3CertificateBuilder builder = builder(issuer, issuerKeys.getPublic(), now, end);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0)); // RFC 5280 4.2.1.9
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)); // RFC 5280 4.2.1.3
            return sign(builder, issuerKeys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new TrustException("no CA certificate can be made for " + issuer, e);
        }
    }

    X509Certificate leaf(CertificateRequest request, PublicKey key, Instant now, Instant end) throws TrustException {
        try {
            X509v3CertificateBuilder builder = builder(name(request.commonName()), key, now, end);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, usages(request)); // RFC 5280 4.2.1.12
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuerKeys.getPublic()));
            if (!request.hosts().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(request)); // RFC 5280 4.2.1.6
            }
            return sign(builder, issuerKeys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException | IllegalArgumentException e) {
            throw new TrustException("no certificate can be made for " + request.commonName(), e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Instant now, Instant end)
            throws GeneralSecurityException, IOException {
        BigInteger serial = new BigInteger(159, RANDOM).setBit(158); // RFC 5280 4.1.2.2: positive, at most 20 octets
        Date from = Date.from(now.minusSeconds(BACKDATED_SECONDS));
        var builder = new JcaX509v3CertificateBuilder(issuer, serial, from, Date.from(end), subject, key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static ExtendedKeyUsage usages(CertificateRequest request) {
        return new ExtendedKeyUsage(request.usages().stream()
                .sorted()
                .map(usage -> switch (usage) {
                    case SERVER -> KeyPurposeId.id_kp_serverAuth;
                    case CLIENT -> KeyPurposeId.id_kp_clientAuth;
                })
                .toArray(KeyPurposeId[]::new));
    }

    private static GeneralNames names(CertificateRequest request) {
        return new GeneralNames(request.hosts().stream()
                .map(host -> HostNames.isAddress(host)
                        ? new GeneralName(GeneralName.iPAddress, host)
                        : new GeneralName(GeneralName.dNSName, IDN.toASCII(host)))
                .toArray(GeneralName[]::new));
    }
}
