package io.postwerk.authsidecar.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dovecot's imap-login and imap with our service in place of theirs: the one has the client log in at the socket for logins, the
 * other confirms that by REQUEST at the socket for lookups, and opens the mailbox of whom it is told.
 */
class DovecotImapTest {

    private static final String CONFIG = """
            base_dir = FOLDER/dovecot
            state_dir = FOLDER/dovecot
            log_path = FOLDER/dovecot.log
            ssl = no
            listen = 127.0.0.1
            protocols = imap
            mail_home = FOLDER/mail/%u
            mail_location = maildir:~/Maildir
            mail_uid = nobody
            mail_gid = nogroup
            first_valid_uid = 1
            first_valid_gid = 1
            namespace inbox {
              inbox = yes
            }
            service auth {
              unix_listener login/login {
                mode = 0
              }
              unix_listener auth-master {
                mode = 0
              }
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = PORT
              }
              inet_listener imaps {
                port = 0
              }
            }
            """;

    @TempDir
    static Path folder;

    private static int port;
    private static SidecarForOthers sidecar;
    private static Process dovecot;

    @BeforeAll
    static void start() throws Exception {
        Path program = Peers.program("dovecot");
        Peers.root("Dovecot changes its user for each process, which takes root");
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        sidecar = SidecarForOthers.start(folder, "dovenull");
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Programs.run("", "chown", "nobody:nogroup", mail.toString());
        Path config = Files.writeString(
                folder.resolve("dovecot.conf"),
                CONFIG.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port)));
        dovecot = new ProcessBuilder(program.toString(), "-F", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dovecot.out").toFile())
                .start();
        Path base = folder.resolve("dovecot");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(base.resolve("login/imap")));
        Files.createSymbolicLink(base.resolve("login/login"), sidecar.auth());
        Files.createSymbolicLink(base.resolve("auth-master"), sidecar.userdb());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (dovecot != null) {
            dovecot.destroy();
            assertThat(dovecot.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        if (sidecar != null) {
            sidecar.close();
        }
    }

    @Test
    void imapOpensTheMailboxOfWhoLoggedIn() throws Exception {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "a LOGIN alice@example.org wonderland"))
                    .as(log())
                    .startsWith("a OK");
            assertThat(ask(socket, "b SELECT INBOX")).startsWith("b OK");
        }
        assertThat(folder.resolve("mail/alice@example.org/Maildir")).isDirectory();
    }

    @Test
    void aWrongPasswordOpensNothing() throws Exception {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "a LOGIN alice@example.org wrong")).startsWith("a NO");
        }
    }

    private static Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** The tagged answer to a command. */
    private static String ask(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String line = reader.readLine();
        while (line != null && line.startsWith("*")) {
            line = reader.readLine();
        }
        return String.valueOf(line);
    }

    private static String log() throws IOException {
        Path log = folder.resolve("dovecot.log");
        return Files.exists(log) ? Files.readString(log) : "no log";
    }
}
