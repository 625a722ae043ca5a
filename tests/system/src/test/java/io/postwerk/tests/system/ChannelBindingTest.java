package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.client.ScramClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SCRAM with channel binding (RFC 5802 6, RFC 9266, RFC 5929 4) from a client that others wrote, through our servers' TLS and the
 * sidecar; and a user who came with a hash from another server.
 */
@ExtendWith(OwnPorts.class)
class ChannelBindingTest {

    private static final String OLD_USER = """
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: old}
            spec:
              address: old@example.org
              credentials: [{name: main, format: Crypt, secretRef: {name: old}}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: old}
            stringData:
              password: '{SHA512-CRYPT}$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1'
            """;

    @TempDir
    static Path folder;

    private static Instance instance;

    @BeforeAll
    static void start() throws IOException {
        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        Path server = manifests.resolve("mailserver.yaml");
        String offered = Files.readString(server)
                .replace("\n  auth:\n", "\n  auth:\n    mechanisms: [SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN]\n");
        assertThat(offered).contains("mechanisms");
        Files.writeString(server, offered);
        Files.writeString(manifests.resolve("old.yaml"), OLD_USER);
        instance = Instance.launch(manifests, folder.resolve("data"));
        instance.awaitReady();
    }

    @AfterAll
    static void stop() {
        if (instance != null) {
            instance.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls-exporter", "tls-server-end-point"})
    void bindsToTheTlsSession(String type) throws Exception {
        try (SSLSocket socket = connect()) {
            byte[] data = bindingData(socket, type);
            assertThat(login(socket, type, data)).startsWith("a OK");
        }
        try (SSLSocket socket = connect()) {
            byte[] another = bindingData(socket, type);
            another[0] ^= 1;
            assertThat(login(socket, type, another)).startsWith("a NO");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls-exporter", "tls-server-end-point"})
    void bindsWhenMailIsSubmittedToo(String type) throws Exception {
        for (int changed = 0; changed <= 1; changed++) {
            try (SSLSocket socket = connect(2465)) {
                byte[] data = bindingData(socket, type);
                data[0] ^= (byte) changed;
                var reader = reader(socket);
                reader.readLine();
                write(socket, "EHLO client.example.org\r\n");
                String offered = reader.readLine();
                while (!offered.contains("\n250 ")) {
                    offered += "\n" + reader.readLine();
                }
                assertThat(offered).contains("SCRAM-SHA-256-PLUS");
                var client = client(type, data);
                write(
                        socket,
                        "AUTH SCRAM-SHA-256-PLUS "
                                + base64(client.clientFirstMessage().toString()) + "\r\n");
                client.serverFirstMessage(decoded(reader.readLine().substring("334 ".length())));
                write(socket, base64(client.clientFinalMessage().toString()) + "\r\n");
                String reply = reader.readLine();
                if (changed == 1) {
                    assertThat(reply).startsWith("535 5.7.8");
                    continue;
                }
                client.serverFinalMessage(decoded(reply.substring("334 ".length())));
                write(socket, "\r\n");
                assertThat(reader.readLine()).startsWith("235 2.7.0");
            }
        }
    }

    /** RFC 5802 6: a client that sends "y" was told by a man in the middle that we cannot bind. */
    @Test
    void aDowngradeIsNoticed() throws Exception {
        try (SSLSocket socket = connect()) {
            var reader = reader(socket);
            reader.readLine();
            String first = "y,,n=alice@example.org,r=abc";
            write(socket, "a AUTHENTICATE SCRAM-SHA-256 " + base64(first) + "\r\n");
            assertThat(reader.readLine()).startsWith("+ ");
            write(socket, base64("c=eSws,r=abc,p=" + base64("x".repeat(32))) + "\r\n");
            assertThat(reader.readLine()).startsWith("a NO");
        }
    }

    @Test
    void aUserOfAnotherServerLogsIn() throws Exception {
        try (SSLSocket socket = connect()) {
            var reader = reader(socket);
            assertThat(reader.readLine()).contains("AUTH=SCRAM-SHA-256-PLUS");
            write(socket, "a AUTHENTICATE PLAIN " + base64("\0old@example.org\0Hello world!") + "\r\n");
            assertThat(reader.readLine()).startsWith("a OK");
        }
    }

    private static ScramClient client(String type, byte[] data) {
        return ScramClient.builder()
                .advertisedMechanisms(List.of("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"))
                .username("alice@example.org")
                .password("wonderland".toCharArray())
                .channelBinding(type, data)
                .build();
    }

    private static String login(SSLSocket socket, String type, byte[] data) throws Exception {
        var client = client(type, data);
        assertThat(client.getScramMechanism().getName()).isEqualTo("SCRAM-SHA-256-PLUS");
        var reader = reader(socket);
        reader.readLine();
        write(
                socket,
                "a AUTHENTICATE SCRAM-SHA-256-PLUS "
                        + base64(client.clientFirstMessage().toString()) + "\r\n");
        client.serverFirstMessage(text(reader.readLine()));
        write(socket, base64(client.clientFinalMessage().toString()) + "\r\n");
        String reply = reader.readLine();
        if (reply.startsWith("+ ")) {
            client.serverFinalMessage(text(reply));
            write(socket, "\r\n");
            reply = reader.readLine();
        }
        return reply;
    }

    private static byte[] bindingData(SSLSocket socket, String type) throws Exception {
        var session = (ExtendedSSLSession) socket.getSession();
        return type.equals("tls-exporter")
                ? session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)
                : MessageDigest.getInstance("SHA-256").digest(session.getPeerCertificates()[0].getEncoded());
    }

    private static SSLSocket connect() throws Exception {
        return connect(2993);
    }

    private static SSLSocket connect(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }

    private static BufferedReader reader(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String continuation) {
        return decoded(continuation.substring(2));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
