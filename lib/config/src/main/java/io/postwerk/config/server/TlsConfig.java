package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import java.util.List;

/**
 * Certificates that clients see. The first is used where no server name fits.
 *
 * @param certificates certificates by server name; default is a self-signed one for the server's hostname
 */
public record TlsConfig(@Bounds(min = 1, max = 64) List<CertificateConfig> certificates) {}
