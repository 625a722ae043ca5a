package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** A CA of users, made by OpenSSL, and clients with certificates of it, which do not verify the server. */
final class CertificateMaker {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    /**
     * A client's files.
     *
     * @param certificate PEM
     * @param key PEM
     * @param store both as PKCS #12
     */
    record Client(Path certificate, Path key, Path store) {
        SSLContext context() throws IOException, GeneralSecurityException {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new Insistent((X509KeyManager) managers.getKeyManagers()[0])},
                    new TrustManager[] {new Anybody()},
                    new SecureRandom());
            return context;
        }
    }

    /** Makes the CA, in a folder of its own. */
    CertificateMaker(Path folder, String name) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        openssl(List.of(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file("ca.key"),
                "-out",
                file("ca.crt")));
    }

    String certificate() throws IOException {
        return Files.readString(folder.resolve("ca.crt"));
    }

    /** @param names subject alternative name as OpenSSL takes it, such as {@code email:alice@example.org} */
    Client client(String name, String names) throws IOException, InterruptedException {
        return client(name, names, List.of("-days", "10"));
    }

    /** One whose certificate was in force until yesterday. */
    Client expired(String name, String names) throws IOException, InterruptedException {
        return client(name, names, List.of("-days", "-1"));
    }

    private Client client(String name, String names, List<String> validity) throws IOException, InterruptedException {
        openssl(List.of(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr")));
        Path extensions = folder.resolve(name + ".ext");
        Files.writeString(extensions, "subjectAltName=" + names + "\nextendedKeyUsage=clientAuth\n");
        List<String> sign = new ArrayList<>(List.of(
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca.crt"),
                "-CAkey",
                file("ca.key"),
                "-CAcreateserial"));
        sign.addAll(validity);
        sign.addAll(List.of("-extfile", extensions.toString(), "-out", file(name + ".crt")));
        openssl(sign);
        openssl(List.of(
                "pkcs12",
                "-export",
                "-in",
                file(name + ".crt"),
                "-inkey",
                file(name + ".key"),
                "-passout",
                "pass:" + new String(PASSWORD),
                "-out",
                file(name + ".p12")));
        return new Client(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), folder.resolve(name + ".p12"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void openssl(List<String> arguments) throws IOException, InterruptedException {
        Tool.Outcome outcome = Tool.run("", "openssl", arguments.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    /** Shows its certificate whatever CAs the server names: the JDK's own shows none that a server would not take. */
    private record Insistent(X509KeyManager keys) implements X509KeyManager {
        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(types, null, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("this is a client");
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
