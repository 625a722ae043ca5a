package io.postwerk.net;

import io.postwerk.trust.HostNames;
import io.postwerk.trust.KeyMatch;
import io.postwerk.trust.Pem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of a TLS context, and how to make one from them.
 *
 * @param certificates our own, in order of preference
 * @param ca the trusted CA
 */
record TlsFiles(List<CertificateFiles> certificates, Optional<Path> ca, Trust trust) {

    enum Trust {
        /** The CA's file; nobody if there is none. */
        CA_FILE,
        JDK,
        ANYBODY
    }

    List<Path> paths() {
        return Stream.concat(
                        certificates.stream().flatMap(files -> Stream.of(files.certificate(), files.key())),
                        ca.stream())
                .toList();
    }

    /** Reads all of the files. */
    SSLContext load() throws TlsFailedException {
        try {
            List<SniKeyManager.Entry> entries = new ArrayList<>();
            for (CertificateFiles files : certificates) {
                entries.add(entry(files));
            }
            KeyManager[] keyManagers = {new SniKeyManager(entries)};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers, trustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new TlsFailedException(e.getFile() + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new TlsFailedException(e.getFile() + ": permission denied", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static SniKeyManager.Entry entry(CertificateFiles files) throws IOException {
        List<X509Certificate> chain = Pem.readCertificates(files.certificate());
        PrivateKey key = Pem.readKey(files.key());
        X509Certificate certificate = chain.getFirst();
        if (!KeyMatch.belong(certificate.getPublicKey(), key)) {
            throw new TlsFailedException(files.key() + ": not the key of the certificate in " + files.certificate());
        }
        List<String> hosts = files.hosts().isEmpty()
                ? HostNames.of(certificate)
                : files.hosts().stream().map(HostNames::canonical).toList();
        return new SniKeyManager.Entry(hosts, chain, key);
    }

    private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
        return switch (trust) {
            case ANYBODY -> new TrustManager[] {new TrustAnybody()};
            case JDK -> trustManagers(null);
            case CA_FILE -> {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                int number = 0;
                for (X509Certificate trusted :
                        ca.isPresent() ? Pem.readCertificates(ca.get()) : List.<X509Certificate>of()) {
                    store.setCertificateEntry("ca-" + number++, trusted);
                }
                yield trustManagers(store);
            }
        };
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
