package io.postwerk.authsidecar.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Postfix that authenticates its clients at our socket, as {@code smtpd_sasl_type = dovecot}. */
class PostfixTest {

    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = FOLDER/queue
            data_directory = FOLDER/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            maillog_file = FOLDER/maillog
            maillog_file_prefixes = FOLDER
            myhostname = peer.example.org
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mydestination = localhost
            alias_maps =
            alias_database =
            smtpd_peername_lookup = no
            smtpd_tls_cert_file = FOLDER/tls.crt
            smtpd_tls_key_file = FOLDER/tls.key
            smtpd_tls_security_level = may
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = SOCKET
            smtpd_sasl_security_options = noanonymous
            """;

    @TempDir
    static Path folder;

    private static int port;
    private static int portOverTcp;
    private static SidecarForOthers sidecar;
    private static boolean started;

    @BeforeAll
    static void start() throws Exception {
        String postfix = Peers.program("postfix").toString();
        Peers.root("Postfix starts as root");
        int sidecarPort;
        try (var free = new ServerSocket(0);
                var another = new ServerSocket(0);
                var third = new ServerSocket(0)) {
            port = free.getLocalPort();
            portOverTcp = another.getLocalPort();
            sidecarPort = third.getLocalPort();
        }
        sidecar = SidecarForOthers.start(
                folder,
                "postfix",
                new AuthSidecarConfig.TcpListener(AuthSidecarConfig.TcpService.AUTH, "127.0.0.1", sidecarPort));
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.createDirectories(folder.resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Programs.run("", "chown", "postfix", data.toString());
        Programs.certificate(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        Files.writeString(
                etc.resolve("main.cf"),
                MAIN.replace("FOLDER", folder.toString())
                        .replace("SOCKET", sidecar.auth().toString()));
        Files.writeString(etc.resolve("master.cf"), master() + overTcp(sidecarPort));
        run(postfix, "-c", etc.toString(), "start");
        started = true;
    }

    /** Debian's, with one listener of ours and without chroot. */
    private static String master() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/etc/postfix/master.cf"));
        return lines.stream()
                .filter(line -> !line.matches("(submission|smtps|submissions|#).*"))
                .map(line -> line.matches("smtp +inet .*") ? "127.0.0.1:" + port + " inet n - n - - smtpd" : line)
                .map(line -> line.replaceFirst("^(\\S+ +(?:unix|fifo) +\\S+ +\\S+ +)y", "$1n"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    /** A listener whose logins go to the service by TCP. */
    private static String overTcp(int sidecarPort) {
        return "127.0.0.1:" + portOverTcp + " inet n - n - - smtpd -o smtpd_sasl_path=inet:127.0.0.1:" + sidecarPort
                + "\n";
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("postfix.out").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(() -> "see " + folder.resolve("postfix.out") + " and maillog")
                .isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        if (started) {
            run(Peers.program("postfix").toString(), "-c", folder.resolve("etc").toString(), "stop");
        }
        if (sidecar != null) {
            sidecar.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-256"})
    void smtptestLogsIn(String mechanism) throws Exception {
        assertThat(Programs.smtptest(port, mechanism, "wonderland"))
                .contains("TLS connection established")
                .contains("235 2.7.0 Authentication successful");
        assertThat(Programs.smtptest(port, mechanism, "wrong")).contains("535 5.7.8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void swaksLogsIn(String mechanism) throws Exception {
        assertThat(Programs.swaks(port, mechanism, "wonderland", "--tls")).contains("235 2.7.0");
        assertThat(Programs.swaks(port, mechanism, "wrong", "--tls")).contains("535 5.7.8");
    }

    @Test
    void logsInOverTcp() throws Exception {
        for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256")) {
            assertThat(Programs.smtptest(portOverTcp, mechanism, "wonderland"))
                    .contains("235 2.7.0 Authentication successful");
            assertThat(Programs.smtptest(portOverTcp, mechanism, "wrong")).contains("535 5.7.8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void curlLogsIn(String mechanism) throws Exception {
        String[] curl = {
            "-sS",
            "-v",
            "--ssl-reqd",
            "-k",
            "--url",
            "smtp://127.0.0.1:" + port,
            "--user",
            "alice@example.org:wonderland",
            "--login-options",
            "AUTH=" + mechanism,
            "-X",
            "NOOP"
        };
        assertThat(Programs.run("", "curl", curl)).contains("AUTH " + mechanism).contains("235 2.7.0");
    }

    /** Postfix says "secured" only of sessions in TLS; without that, we do not look at a password. */
    @Test
    void aPasswordInTheClearIsRefused() throws Exception {
        assertThat(Programs.swaks(port, "PLAIN", "wonderland"))
                .contains("535 5.7.8")
                .doesNotContain("235 ");
    }
}
