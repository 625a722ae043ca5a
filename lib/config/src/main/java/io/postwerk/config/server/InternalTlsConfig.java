package io.postwerk.config.server;

/**
 * A program's identity towards the other Postwerk programs: mutual TLS with certificates of one internal CA.
 *
 * @param ca path of the certificate of the internal CA, PEM
 * @param certificate path of this program's certificate, PEM
 * @param key path of this program's private key, PEM (PKCS #8)
 */
public record InternalTlsConfig(String ca, String certificate, String key) {}
