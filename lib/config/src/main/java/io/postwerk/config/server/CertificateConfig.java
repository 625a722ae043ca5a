package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import java.util.List;

/**
 * One certificate. The files are watched: a renewed certificate is used without a restart.
 *
 * @param name name of the certificate, unique in the file
 * @param hosts server names (SNI) for which it is used, in lower-case A-labels; a first label {@code *} stands for any one label
 * @param certificate path of the certificate chain, PEM
 * @param key path of the private key, PEM (PKCS #8)
 */
public record CertificateConfig(
        @Bounds(min = 1, max = 63) String name,
        @Bounds(min = 1, max = 64, length = 253) List<String> hosts,
        String certificate,
        String key) {}
