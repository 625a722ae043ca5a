package io.postwerk.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for clients of services that speak neither mail nor HTTP of ours: directories, databases, issuers of tokens. */
public final class ClientTls {

    private ClientTls() {}

    /**
     * A context that trusts given CAs.
     *
     * @param ca PEM file with their certificates; empty trusts what the JDK trusts
     * @throws TrustException if the file can not be used
     */
    public static SSLContext context(Optional<Path> ca) throws TrustException {
        try {
            KeyStore trusted = null; // what the JDK trusts
            if (ca.isPresent()) {
                trusted = KeyStore.getInstance(KeyStore.getDefaultType());
                trusted.load(null, null);
                int number = 0;
                for (X509Certificate certificate : Pem.readCertificates(ca.get())) {
                    trusted.setCertificateEntry("ca-" + number++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new TrustException(ca.map(Path::toString).orElse("the JDK's CAs") + ": " + e.getMessage(), e);
        }
    }
}
