package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sockets of auth-sidecar as the manifests want them for other people's servers. */
@ExtendWith(OwnPorts.class)
class AuthSocketsTest {

    @TempDir
    Path folder;

    private Instance instance;

    @AfterEach
    void stop() {
        if (instance != null) {
            instance.close();
        }
    }

    @Test
    void belongToTheGroupAndAnswerOverTcp() throws Exception {
        int auth;
        int userdb;
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            auth = one.getLocalPort();
            userdb = other.getLocalPort();
        }
        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        Path server = manifests.resolve("mailserver.yaml");
        Files.writeString(server, Files.readString(server).replace("\n  auth:\n", """

                  auth:
                    sockets:
                      group: GROUP
                      tcp:
                      - {name: mta, port: AUTH}
                      - {name: lda, service: Userdb, port: LOOKUPS}
                """.replace("GROUP", group())
                .replace("AUTH", Integer.toString(auth))
                .replace("LOOKUPS", Integer.toString(userdb))));
        instance = Instance.launch(manifests, folder.resolve("data"));
        instance.awaitReady();

        for (String name : new String[] {"auth", "userdb", "auth-internal"}) {
            PosixFileAttributes socket =
                    Files.readAttributes(instance.data().resolve("run").resolve(name), PosixFileAttributes.class);
            assertThat(PosixFilePermissions.toString(socket.permissions())).isEqualTo("rw-rw----");
            assertThat(socket.group().getName()).isEqualTo(group());
        }
        Tool.Outcome login = Tool.run(
                "",
                "doveadm",
                "auth",
                "test",
                "-x",
                "service=smtp",
                "-x",
                "secured",
                "-a",
                instance.data().resolve("run/auth").toString(),
                "alice@example.org",
                "wonderland");
        assertThat(login.status()).as(login.output()).isZero();
        try (Dialog dialog = Dialog.plain(auth)) {
            assertThat(dialog.until("DONE")).contains("MECH\tPLAIN", "COOKIE\t");
        }
        try (Dialog dialog = Dialog.plain(userdb)) {
            dialog.until("SPID");
            dialog.sendRaw("VERSION\t1\t1\nUSER\t1\talice@example.org\tservice=lmtp\n");
            assertThat(dialog.line()).startsWith("USER\t1\talice@example.org");
        }
    }

    /** One that who runs the test may give files to. */
    private String group() throws IOException {
        return System.getProperty("user.name").equals("root")
                ? "mail"
                : Files.readAttributes(folder, PosixFileAttributes.class)
                        .group()
                        .getName();
    }
}
