package io.postwerk.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for clients of services that are not Postwerk's: directories, databases, issuers of tokens. */
public final class ClientTls {

    private ClientTls() {}

    /**
     * A context that trusts given CAs.
     *
     * @param ca their certificates in PEM; empty trusts what the JDK trusts
     * @throws TrustException if it can not be read
     */
    public static SSLContext context(Optional<String> ca) throws TrustException {
        try {
            KeyStore trusted = null; // what the JDK trusts
            if (ca.isPresent()) {
                trusted = KeyStore.getInstance(KeyStore.getDefaultType());
                trusted.load(null, null);
                int number = 0;
                for (X509Certificate certificate : Pem.certificates("the CA", ca.get())) {
                    trusted.setCertificateEntry("ca-" + number++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new TrustException("the CA cannot be used: " + e.getMessage(), e);
        }
    }
}
