package io.postwerk.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param chain the certificate, then those above it, without the CA's own
 * @param key its private key
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {
    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Both as PEM. */
    public PemPair pem() throws TrustException {
        return new PemPair(Pem.text(chain), Pem.text(key));
    }

    /** Writes both as PEM, each file atomically, the key (mode 0600) first. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        Pem.writeKey(keyFile, key);
        Pem.writeCertificates(certificateFile, chain);
    }
}
