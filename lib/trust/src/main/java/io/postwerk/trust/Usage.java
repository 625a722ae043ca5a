package io.postwerk.trust;

/** What a certificate is for: its extended key usage (RFC 5280 4.2.1.12). */
public enum Usage {
    SERVER,
    CLIENT
}
