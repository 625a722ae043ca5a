package io.postwerk.trust;

/**
 * A certificate with its key, as PEM text: how they are kept where there are no files.
 *
 * @param certificates the certificate, then those above it
 * @param key its private key, unencrypted
 */
public record PemPair(String certificates, String key) {
    /** Without the key: this may end in a log. */
    @Override
    public String toString() {
        return certificates;
    }
}
