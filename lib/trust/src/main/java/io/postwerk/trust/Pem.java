package io.postwerk.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and private keys in PEM files (RFC 7468). */
public final class Pem {

    private Pem() {}

    /** All certificates of a file, in order; at least one. */
    public static List<X509Certificate> readCertificates(Path file) throws IOException {
        throw new TrustException(file + ": no certificate");
    }

    /** The unencrypted private key of a file: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915). */
    public static PrivateKey readKey(Path file) throws IOException {
        throw new TrustException(file + ": no private key");
    }

    /** Writes certificates, atomically, readable for all. */
    public static void writeCertificates(Path file, List<X509Certificate> certificates) throws IOException {
        throw new TrustException(file + ": can not be written");
    }

    /** Writes a private key as PKCS#8, atomically, with mode 0600. */
    public static void writeKey(Path file, PrivateKey key) throws IOException {
        throw new TrustException(file + ": can not be written");
    }
}
