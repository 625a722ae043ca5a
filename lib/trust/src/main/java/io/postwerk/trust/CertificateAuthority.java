package io.postwerk.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;

/** A small CA of our own: for the certificates between our programs, and for a machine that has no other. EC P-256. */
public final class CertificateAuthority {

    private CertificateAuthority() {}

    /** A new CA that lives in memory only. */
    public static CertificateAuthority create(String commonName, Clock clock) throws TrustException {
        throw new TrustException(commonName);
    }

    /**
     * The CA of a directory ({@code ca.crt}, {@code ca.key}): read, or made when there is none. When less than a third of
     * its validity remains, it is renewed with the same name and key, so what it issued stays valid.
     */
    public static CertificateAuthority loadOrCreate(Path directory, String commonName, Clock clock) throws IOException {
        throw new TrustException(commonName);
    }

    /** The CA's own certificate: what the others trust. */
    public X509Certificate certificate() {
        throw new IllegalStateException();
    }

    /** Makes a key and a certificate for it. */
    public IssuedCertificate issue(CertificateRequest request) throws TrustException {
        throw new TrustException(request.commonName());
    }

    /**
     * Sees to it that two files hold a certificate of this CA as requested, and its key. It is issued anew if there is
     * none or it can not be read, if it is not of this CA or not as requested, or if less than a third of its validity remains.
     *
     * @return whether the files were written
     */
    public boolean keep(Path certificateFile, Path keyFile, CertificateRequest request) throws IOException {
        throw new TrustException(request.commonName());
    }
}
