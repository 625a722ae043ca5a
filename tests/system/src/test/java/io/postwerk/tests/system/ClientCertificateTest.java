package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postwerk.testkit.Peers;
import io.postwerk.tests.system.CertificateMaker.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EXTERNAL (RFC 4422 A) with certificates that OpenSSL made, from the manifests to the replies of both servers. */
@ExtendWith(OwnPorts.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClientCertificateTest {
    private static final String SMTP_REFUSAL = "535 5.7.8";

    @TempDir
    static Path folder;

    private static CertificateMaker strangers;
    private static Client alice;
    private static Client nobody;
    private static Client nameless;
    private static Client expired;
    private static Client strangersAlice;
    private static Instance instance;

    @BeforeAll
    static void start() throws Exception {
        CertificateMaker users = new CertificateMaker(folder.resolve("users"), "Users' CA");
        strangers = new CertificateMaker(folder.resolve("strangers"), "Another CA");
        alice = users.client("alice", "email:alice@example.org");
        nobody = users.client("nobody", "email:nobody@example.org");
        nameless = users.client("nameless", "DNS:laptop.example.org");
        expired = users.expired("expired", "email:alice@example.org");
        strangersAlice = strangers.client("alice", "email:alice@example.org");

        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        Path server = manifests.resolve("mailserver.yaml");
        String text = Files.readString(server)
                .replace("\n  auth:\n", "\n  auth:\n    mechanisms: [SCRAM-SHA-256, PLAIN, EXTERNAL]\n")
                .concat("  tls:\n    clientCertificates: {secretRef: {name: user-ca}}\n");
        Files.writeString(server, text);
        Files.writeString(manifests.resolve("user-ca.yaml"), secret(users));
        instance = Instance.launch(manifests, folder.resolve("data"));
        instance.awaitReady();
    }

    @AfterAll
    static void stop() {
        if (instance != null) {
            instance.close();
        }
    }

    @Test
    @Order(1)
    void theCertificateIsTheLogin() throws Exception {
        try (Dialog imap = Dialog.tls(alice.context(), 2993)) {
            assertThat(imap.line()).contains("AUTH=EXTERNAL");
            assertThat(imap.tagged("AUTHENTICATE EXTERNAL =")).contains(" OK");
            assertThat(imap.tagged("SELECT INBOX")).contains(" OK");
        }
        try (Dialog pop = Dialog.tls(alice.context(), 2995)) {
            assertThat(pop.line()).startsWith("+OK");
            pop.send("AUTH EXTERNAL =");
            assertThat(pop.line()).startsWith("+OK");
        }
        try (Dialog smtp = submission(alice)) {
            assertThat(smtp.ask("AUTH EXTERNAL =")).startsWith("235 2.7.0");
            assertThat(smtp.ask("MAIL FROM:<alice@example.org>")).startsWith("250");
        }
    }

    /** RFC 4954 4: without an initial response there is an empty challenge first. */
    @Test
    @Order(1)
    void afterStartTlsToo() throws Exception {
        try (Dialog smtp = Dialog.plain(2587)) {
            smtp.reply();
            assertThat(smtp.ask("EHLO client.example.org")).doesNotContain("EXTERNAL");
            assertThat(smtp.ask("STARTTLS")).startsWith("220");
            smtp.startTls(alice.context());
            assertThat(smtp.ask("EHLO client.example.org")).contains("EXTERNAL");
            assertThat(smtp.ask("AUTH EXTERNAL")).startsWith("334");
            assertThat(smtp.ask("")).startsWith("235 2.7.0");
        }
    }

    @Test
    @Order(1)
    void anotherIdentityIsRefusedAndTheOwnIsNot() throws Exception {
        try (Dialog smtp = submission(alice)) {
            assertThat(smtp.ask("AUTH EXTERNAL " + base64("bob@example.org"))).startsWith(SMTP_REFUSAL);
            assertThat(smtp.ask("AUTH EXTERNAL " + base64("alice@example.org"))).startsWith("235 2.7.0");
        }
        try (Dialog imap = Dialog.tls(alice.context(), 2993)) {
            imap.line();
            assertThat(imap.tagged("AUTHENTICATE EXTERNAL " + base64("bob@example.org")))
                    .contains(" NO [AUTHORIZATIONFAILED]");
        }
    }

    @Test
    @Order(1)
    void whoIsNoUserIsRefused() throws Exception {
        try (Dialog smtp = submission(nobody)) {
            assertThat(smtp.ask("AUTH EXTERNAL =")).startsWith(SMTP_REFUSAL);
        }
        try (Dialog imap = Dialog.tls(nobody.context(), 2993)) {
            imap.line();
            assertThat(imap.tagged("AUTHENTICATE EXTERNAL =")).contains(" NO [AUTHENTICATIONFAILED]");
        }
    }

    /** A client without an address in its certificate is served, and EXTERNAL is not offered to it. */
    @Test
    @Order(1)
    void withoutAnAddressItIsNotOffered() throws Exception {
        try (Dialog imap = Dialog.tls(nameless.context(), 2993)) {
            assertThat(imap.line()).contains("AUTH=PLAIN").doesNotContain("EXTERNAL");
            assertThat(imap.tagged("AUTHENTICATE EXTERNAL =")).contains(" NO");
        }
        try (Dialog smtp = Dialog.tls(2465)) {
            smtp.reply();
            assertThat(smtp.ask("EHLO client.example.org")).contains("PLAIN").doesNotContain("EXTERNAL");
            assertThat(smtp.ask("AUTH EXTERNAL =")).startsWith("504 5.5.4");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2465, 2993, 2995})
    @Order(1)
    void aCertificateThatIsNotGoodEndsTheHandshake(int port) throws Exception {
        for (Client client : new Client[] {strangersAlice, expired}) {
            assertThatThrownBy(() -> {
                        try (Dialog dialog = Dialog.tls(client.context(), port)) {
                            dialog.line();
                        }
                    })
                    .satisfies(ClientCertificateTest::endsTheHandshake);
        }
    }

    /** Other mail servers have certificates of other CAs and can deliver mail. */
    @Test
    @Order(1)
    void wherePeopleDoNotLogInNobodyIsAsked() throws Exception {
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            smtp.ask("EHLO mx.example.net");
            assertThat(smtp.ask("STARTTLS")).startsWith("220");
            smtp.startTls(strangersAlice.context());
            assertThat(smtp.ask("EHLO mx.example.net")).startsWith("250").doesNotContain("EXTERNAL");
        }
    }

    @Test
    @Order(1)
    void openSslGetsInAndSeesWhyNot() throws Exception {
        assertThat(sClient(alice, "AUTH EXTERNAL =")).contains("235 2.7.0");
        assertThat(sClient(nobody, "AUTH EXTERNAL =")).contains(SMTP_REFUSAL);
        assertThat(sClient(expired, "AUTH EXTERNAL ="))
                .contains("alert certificate")
                .doesNotContain("235 ");
        assertThat(sClient(strangersAlice, "AUTH EXTERNAL ="))
                .contains("alert certificate")
                .doesNotContain("235 ");
    }

    /** Like certificates, the CAs are reloaded without a restart. */
    @Test
    @Order(2)
    void anotherCaHoldsAtOnce() throws Exception {
        long server = instance.child("imap-server").pid();
        instance.edit("user-ca.yaml", secret(strangers));
        await().atMost(Instance.TIMEOUT).ignoreExceptions().untilAsserted(() -> {
            try (Dialog imap = Dialog.tls(strangersAlice.context(), 2993)) {
                imap.line();
                assertThat(imap.tagged("AUTHENTICATE EXTERNAL =")).contains(" OK");
            }
        });
        assertThatThrownBy(() -> {
                    try (Dialog dialog = Dialog.tls(alice.context(), 2993)) {
                        dialog.line();
                    }
                })
                .satisfies(ClientCertificateTest::endsTheHandshake);
        assertThat(instance.child("imap-server").pid()).isEqualTo(server);
    }

    /** A client of TLS 1.3 is done before the server has looked; what it writes then may be refused before it has read the alert. */
    private static void endsTheHandshake(Throwable thrown) {
        if (thrown instanceof SSLException) {
            assertThat(thrown).hasMessageContaining("certificate");
        } else {
            assertThat(thrown).isInstanceOf(SocketException.class);
        }
    }

    private static Dialog submission(Client client) throws Exception {
        Dialog smtp = Dialog.tls(client.context(), 2465);
        assertThat(smtp.reply()).startsWith("220");
        assertThat(smtp.ask("EHLO client.example.org")).contains("EXTERNAL");
        return smtp;
    }

    /** What OpenSSL's client prints of a session that says EHLO, a line, and QUIT, each after a reply. */
    private static String sClient(Client client, String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Peers.program("openssl").toString(),
                        "s_client",
                        "-connect",
                        "127.0.0.1:2465",
                        "-cert",
                        client.certificate().toString(),
                        "-key",
                        client.key().toString(),
                        "-quiet",
                        "-crlf")
                .redirectErrorStream(true)
                .start();
        StringBuilder printed = new StringBuilder();
        try (BufferedReader output = new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1));
                OutputStream input = process.getOutputStream()) {
            for (String text = output.readLine(); text != null; text = output.readLine()) {
                printed.append(text).append('\n');
                if (text.startsWith("220 ")) type(input, "EHLO client.example.org");
                else if (text.startsWith("250 ")) type(input, line);
                else if (text.startsWith("235 ") || text.startsWith("535 ")) type(input, "QUIT");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return printed.toString();
    }

    private static void type(OutputStream input, String line) throws IOException {
        input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    private static String secret(CertificateMaker authority) throws IOException {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: user-ca}
                stringData:
                  ca.crt: |
                %s""".formatted(authority.certificate().indent(4));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
