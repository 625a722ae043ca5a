package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.Connection;
import io.postwerk.testkit.DovecotAuth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Dovecot's authentication service in the place of auth-sidecar, under the paths that {@code server.json} names. */
class RealDovecotUsersTest {

    /** Of "wonderland". */
    private static final String HASH =
            "{SHA512-CRYPT}$6$saltstring$Q78qN3hztgTquoWC9NtuDHj45jbqRGGbA4LEwaFxw3MHtUvbisWpNl2GcJxgV8s4WnkDTKEyViX3xD6jBJP0B0";

    @TempDir
    Path folder;

    @Test
    void usersOfDovecotLogIn() throws Exception {
        try (var running = new RunningServer(folder);
                var dovecot = DovecotAuth.start(folder.resolve("dovecot"), List.of("alice@example.org:" + HASH))) {
            Files.createSymbolicLink(running.files.authSocket(), dovecot.logins());
            Files.createSymbolicLink(running.files.userdbSocket(), dovecot.lookups());
            ImapServer server = running.start();
            RunningServer.await("ready", server.readiness()::ready);
            assertThat(login(running, "imaps", "a AUTHENTICATE PLAIN " + plain("wonderland")))
                    .startsWith("a OK");
            assertThat(login(running, "imaps", "a AUTHENTICATE PLAIN " + plain("wrong")))
                    .startsWith("a NO");
            assertThat(login(running, "imaps", "a LOGIN alice@example.org wonderland"))
                    .startsWith("a OK");
            assertThat(login(running, "pop3s", "AUTH PLAIN " + plain("wonderland")))
                    .startsWith("+OK");
        }
    }

    private static String login(RunningServer running, String listener, String command) throws Exception {
        try (Connection connection =
                running.net.connect(running.address(listener), RunningServer.TIMEOUT, Optional.of(running.client()))) {
            RunningServer.readLine(connection);
            connection.write(command + "\r\n");
            connection.flush();
            return RunningServer.readLine(connection);
        }
    }

    private static String plain(String password) {
        String message = "\0alice@example.org\0" + password;
        return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    }
}
