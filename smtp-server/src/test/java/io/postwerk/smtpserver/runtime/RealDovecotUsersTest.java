package io.postwerk.smtpserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.client.UserDirectoryClient;
import io.postwerk.testkit.DovecotAuth;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Dovecot in the place of auth-sidecar: a migration may begin with smtp-server and leave users where they are. */
class RealDovecotUsersTest {

    /** Of "wonderland". */
    private static final String HASH =
            "{SHA512-CRYPT}$6$saltstring$Q78qN3hztgTquoWC9NtuDHj45jbqRGGbA4LEwaFxw3MHtUvbisWpNl2GcJxgV8s4WnkDTKEyViX3xD6jBJP0B0";

    @TempDir
    Path folder;

    private DovecotAuth dovecot;
    private NetClient net;
    private AuthSocketClient logins;
    private UserDirectoryClient users;
    private RunningService running;

    @BeforeEach
    void start() throws Exception {
        dovecot = DovecotAuth.start(folder.resolve("dovecot"), List.of("alice@example.org:" + HASH));
        net = NetClient.create(NetSettings.defaults().withEventLoops(1));
        logins = AuthSocketClient.start(Connector.unix(net, dovecot.logins()), true, ClientTimeouts.defaults());
        users = UserDirectoryClient.start(Connector.unix(net, dovecot.lookups()), ClientTimeouts.defaults());
        RunningService.await("connections to Dovecot", () -> logins.connected() && users.connected());
        running = new RunningService(folder, Optional.empty());
        running.mailboxes.start();
        running.start(logins, users);
    }

    @AfterEach
    void stop() {
        if (dovecot == null) {
            return;
        }
        running.close();
        logins.close();
        users.close();
        net.close();
        dovecot.close();
    }

    @Test
    void usersOfDovecotLogInAndGetMail() throws Exception {
        String[] mail = {"--mail-from", "alice@example.org", "--mail-rcpt", "alice@example.org"};
        assertThat(curl("alice@example.org:wonderland", mail))
                .contains("235 2.7.0")
                .contains("250 2.0.0");
        assertThat(curl("alice@example.org:wrong", mail)).contains("535 5.7.8");
        RunningService.await("mail", () -> !running.mailboxes.stored().isEmpty());
    }

    /** bob@example.org is routed here, and Dovecot does not know him. */
    @Test
    void whomDovecotDoesNotKnowGetsNone() throws Exception {
        assertThat(curl(
                        "alice@example.org:wonderland",
                        "--mail-from",
                        "alice@example.org",
                        "--mail-rcpt",
                        "bob@example.org"))
                .contains("550 5.1.1");
    }

    private String curl(String user, String... mail) throws IOException, InterruptedException {
        Path message = Files.writeString(folder.resolve("message"), "Subject: x\r\n\r\nx\r\n");
        Path output = folder.resolve("curl.out");
        List<String> command = new ArrayList<>(List.of(
                Peers.program("curl").toString(),
                "-sSkv",
                "--ssl-reqd",
                "--url",
                "smtp://127.0.0.1:" + running.port("submission"),
                "--user",
                user,
                "--upload-file",
                message.toString()));
        command.addAll(List.of(mail));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }
}
