package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mail moves from a Dovecot as docs/migrate.md says, with the configuration that stands there. */
@ExtendWith(SharedInstance.class)
class MigrationTest {
    private static final String CREDENTIALS = "bob@example.org:builder";

    @TempDir
    static Path folder;

    private static final int PORT = 20143;
    private static Process dovecot;

    /** A Dovecot with alice's mail on a port of this machine. */
    @BeforeAll
    static void startOldServer() throws IOException {
        Path program = Peers.program("dovecot");
        Files.createDirectories(maildir());
        dovecot = new ProcessBuilder(
                        program.toString(), "-F", "-c", dovecotConfiguration().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    @AfterAll
    static void stopOldServer() throws InterruptedException {
        if (dovecot == null) return;
        dovecot.destroy();
        assertThat(dovecot.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void mbsyncBringsFoldersFlagsAndDatesOnceOnly(Instance instance) throws Exception {
        message(maildir(), "1672653600.1.old:2,FS", "carried over");
        message(maildir().resolve(".Archive"), "1672653601.2.old:2,S", "from the archive");
        Path configuration = Files.writeString(folder.resolve("mbsyncrc"), configuration(instance));
        openToDovecot();
        awaitOldServer();

        Tool.Outcome first = Tool.run("", "mbsync", "-c", configuration.toString(), "-a");
        assertThat(first.status()).as(first.output()).isZero();
        assertThat(curl("INBOX", "FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
                .contains("carried over", "\\Flagged", "\\Seen", " 2-Jan-2023 10:00:00 +0000");
        assertThat(curl("Archive", "FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
                .contains("from the archive", "\\Seen");

        message(maildir(), "1672653700.3.old:2,", "came in between");
        openToDovecot();
        Tool.Outcome second = Tool.run("", "mbsync", "-c", configuration.toString(), "-a");
        assertThat(second.status()).as(second.output()).isZero();
        assertThat(curl("INBOX", "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
                .contains("came in between")
                .containsOnlyOnce("carried over");
    }

    /** The document's, with both servers on this machine. */
    private static String configuration(Instance instance) throws IOException {
        String manual = Files.readString(Instance.root().resolve("docs/migrate.md"));
        Matcher block = Pattern.compile("(?s)```\\n(IMAPStore old\\n.*?)```").matcher(manual);
        assertThat(block.find()).isTrue();
        String shown = block.group(1);
        String oldServer = "Host old.example.org\nUser alice@example.org\nPassCmd \"cat alice.old\"\nTLSType IMAPS\n";
        String newServer = "Host imap.example.org\nUser alice@example.org\nPassCmd \"cat alice.new\"\n";
        assertThat(shown).contains(oldServer, newServer);
        return shown.replace(
                        oldServer,
                        "Host 127.0.0.1\nPort " + PORT + "\nUser alice@example.org\nPass old\nTLSType None\n")
                .replace(
                        newServer,
                        "Host localhost\nPort 2993\nUser bob@example.org\nPass builder\nCertificateFile "
                                + instance.data().resolve("tls/ca.crt") + "\n")
                // The name before isync 1.5.
                .replace("TLSType", "SSLType")
                .replace("./state/", folder.resolve("state") + "/");
    }

    private static Path dovecotConfiguration() throws IOException {
        Files.writeString(folder.resolve("users"), "alice@example.org:{PLAIN}old::::::\n");
        return Files.writeString(folder.resolve("dovecot.conf"), """
                base_dir = FOLDER/run
                state_dir = FOLDER/run
                log_path = FOLDER/log
                ssl = no
                disable_plaintext_auth = no
                listen = 127.0.0.1
                protocols = imap
                mail_location = maildir:FOLDER/Maildir
                mail_uid = USER
                mail_gid = GROUP
                first_valid_uid = 1
                first_valid_gid = 1
                namespace inbox {
                  inbox = yes
                }
                passdb {
                  driver = passwd-file
                  args = FOLDER/users
                }
                userdb {
                  driver = static
                  args = home=FOLDER
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
                service anvil {
                  chroot =
                }
                service stats {
                  chroot =
                }
                ACCOUNTS
                """.replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(PORT))
                .replace("USER", owner())
                .replace("GROUP", group())
                .replace("ACCOUNTS", accounts()));
    }

    /** Without root everything runs as who runs the test. */
    private static String accounts() throws IOException {
        return isRoot()
                ? ""
                : "default_login_user = %1$s\ndefault_internal_user = %1$s\ndefault_internal_group = %2$s\n"
                        .formatted(owner(), group());
    }

    /** Dovecot gives root nobody's mail, and nobody root's. */
    private static String owner() {
        return isRoot() ? "nobody" : System.getProperty("user.name");
    }

    private static String group() throws IOException {
        return isRoot()
                ? "nogroup"
                : Files.readAttributes(folder, PosixFileAttributes.class)
                        .group()
                        .getName();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void openToDovecot() throws IOException {
        if (!isRoot()) return;
        folder.toFile().setExecutable(true, false);
        UserPrincipalLookupService users = folder.getFileSystem().getUserPrincipalLookupService();
        try (Stream<Path> files = Files.walk(maildir())) {
            for (Path file : files.toList()) Files.setOwner(file, users.lookupPrincipalByName(owner()));
        }
    }

    private static void awaitOldServer() {
        await("Dovecot's port").atMost(Instance.TIMEOUT).until(() -> {
            try (Socket socket = new Socket("127.0.0.1", PORT)) {
                return socket.getInputStream().read() == '*';
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static Path maildir() {
        return folder.resolve("Maildir");
    }

    private static void message(Path maildir, String name, String subject) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) Files.createDirectories(maildir.resolve(part));
        Path file = Files.writeString(
                maildir.resolve("cur").resolve(name), "From: you@elsewhere.test\nSubject: " + subject + "\n\nHello.\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2023-01-02T10:00:00Z")));
    }

    private static String curl(String mailbox, String command) throws Exception {
        Tool.Outcome outcome = Tool.run(
                "",
                "curl",
                "--silent",
                "--show-error",
                "--insecure",
                "--verbose",
                "--user",
                CREDENTIALS,
                "imaps://127.0.0.1:2993/" + mailbox,
                "--request",
                command);
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return outcome.output();
    }
}
