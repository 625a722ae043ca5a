package io.postwerk.net;

import java.nio.file.Path;
import java.util.List;

/**
 * A certificate in PEM files, as Kubernetes mounts a TLS Secret.
 *
 * @param certificate the certificate, then its chain
 * @param key its private key, unencrypted: PKCS#8, or the older RSA and EC forms that cert-manager writes too
 * @param hosts the names (with SNI) to show it for, {@code *.example.org} included; empty means the names in it
 */
public record CertificateFiles(Path certificate, Path key, List<String> hosts) {
    public CertificateFiles {
        hosts = List.copyOf(hosts);
    }

    public static CertificateFiles of(Path certificate, Path key) {
        return new CertificateFiles(certificate, key, List.of());
    }
}
