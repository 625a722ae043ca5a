package io.postwerk.authsidecar.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An Exim that authenticates its clients at our socket, with its {@code dovecot} authenticator. */
class EximTest {

    private static final String CONFIG = """
            primary_hostname = peer.example.org
            spool_directory = FOLDER/spool
            log_file_path = FOLDER/%slog
            daemon_smtp_ports = PORT
            local_interfaces = 127.0.0.1
            exim_user = Debian-exim
            tls_advertise_hosts = *
            tls_certificate = FOLDER/tls.crt
            tls_privatekey = FOLDER/tls.key
            acl_smtp_rcpt = accept
            acl_smtp_data = accept
            host_lookup =
            rfc1413_query_timeout = 0s
            begin authenticators
            plain:
              driver = dovecot
              public_name = PLAIN
              server_socket = SOCKET
              server_set_id = $auth1
            login:
              driver = dovecot
              public_name = LOGIN
              server_socket = SOCKET
              server_set_id = $auth1
            scram:
              driver = dovecot
              public_name = SCRAM-SHA-256
              server_socket = SOCKET
              server_set_id = $auth1
            """;

    @TempDir
    static Path folder;

    private static int port;
    private static SidecarForOthers sidecar;
    private static Process exim;

    @BeforeAll
    static void start() throws Exception {
        String program = Peers.program("exim4").toString();
        Peers.root("Exim starts as root");
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        sidecar = SidecarForOthers.start(folder, "Debian-exim");
        Programs.certificate(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        Files.createDirectories(folder.resolve("spool"));
        Programs.run("", "chown", "-R", "Debian-exim", folder.resolve("spool").toString());
        Programs.run("", "chown", "Debian-exim", folder.resolve("tls.key").toString(), folder.toString());
        Path config = folder.resolve("exim.conf");
        Files.writeString(
                config,
                CONFIG.replace("FOLDER", folder.toString())
                        .replace("PORT", Integer.toString(port))
                        .replace("SOCKET", sidecar.auth().toString()));
        exim = new ProcessBuilder(program, "-C", config.toString(), "-bdf")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("exim.out").toFile())
                .start();
        Awaitility.await("exim: " + folder).atMost(Duration.ofSeconds(30)).until(EximTest::listens);
    }

    private static boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (exim != null) {
            exim.destroy();
            assertThat(exim.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        if (sidecar != null) {
            sidecar.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-256"})
    void smtptestLogsIn(String mechanism) throws Exception {
        assertThat(Programs.smtptest(port, mechanism, "wonderland")).contains("235 Authentication succeeded");
        assertThat(Programs.smtptest(port, mechanism, "wrong")).contains("535 ").doesNotContain("235 ");
    }

    @Test
    void swaksLogsIn() throws Exception {
        assertThat(Programs.swaks(port, "PLAIN", "wonderland", "--tls")).contains("235 Authentication succeeded");
    }

    /** Exim calls a session "secured" that is in TLS, or from the very address that it came to. */
    @Test
    void aPasswordInTheClearIsRefused() throws Exception {
        assertThat(Programs.swaks(port, "PLAIN", "wonderland", "--local-interface", "127.0.0.2"))
                .contains("535 ")
                .doesNotContain("235 ");
    }
}
