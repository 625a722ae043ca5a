package io.postwerk.authsidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.users.UserEntry;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dovecot's own client of its auth protocol against our sockets. */
class DovecotPeersTest {

    private static final UserEntry ALICE = UserSets.user("alice@example.org", UserSets.password("wonderland"));
    private static final UserEntry OFF =
            UserSets.disabled(UserSets.user("off@example.org", UserSets.password("secret")));

    @TempDir
    Path folder;

    private AuthService service;
    private Path doveadm;

    private record Result(int status, String output) {}

    @BeforeEach
    void start() throws Exception {
        doveadm = Peers.program("doveadm");
        var config = UserSets.config(folder, 50);
        UserSets.write(folder.resolve("config"), config, 3, ALICE, OFF);
        service = AuthService.create(
                config, LiveConfig.users(folder.resolve("config")), new Metrics(new SimpleMeterRegistry()));
        service.open();
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void authTestLogsIn() throws Exception {
        Result result = doveadm(
                "auth",
                "test",
                "-x",
                "service=smtp",
                "-x",
                "secured",
                "-a",
                socket("auth"),
                "alice@example.org",
                "wonderland");
        assertThat(result.output()).contains("auth succeeded").contains("user=alice@example.org");
        assertThat(result.status()).isZero();
    }

    @Test
    void authTestIsRefused() throws Exception {
        assertThat(doveadm(
                        "auth",
                        "test",
                        "-x",
                        "service=smtp",
                        "-x",
                        "secured",
                        "-a",
                        socket("auth"),
                        "alice@example.org",
                        "wrong"))
                .satisfies(r -> assertThat(r.output()).contains("auth failed"))
                .satisfies(r -> assertThat(r.status()).isNotZero());
        assertThat(doveadm(
                                "auth",
                                "test",
                                "-x",
                                "service=smtp",
                                "-x",
                                "secured",
                                "-a",
                                socket("auth"),
                                "off@example.org",
                                "secret")
                        .output())
                .contains("auth failed")
                .contains("code=user_disabled");
    }

    @Test
    void authTestIsRefusedWithoutSecured() throws Exception {
        assertThat(doveadm(
                                "auth",
                                "test",
                                "-x",
                                "service=smtp",
                                "-a",
                                socket("auth"),
                                "alice@example.org",
                                "wonderland")
                        .output())
                .contains("auth failed")
                .contains("code=encryption_required");
    }

    @Test
    void userFindsAUser() throws Exception {
        Result found = doveadm("user", "-a", socket("userdb"), "alice@example.org");
        assertThat(found.output()).contains("mailbox_id").contains("id-of-alice@example.org");
        assertThat(found.status()).isZero();
        assertThat(doveadm("user", "-a", socket("userdb"), "off@example.org").output())
                .contains("disabled");
        assertThat(doveadm("user", "-a", socket("userdb"), "nobody@example.org"))
                .satisfies(r -> assertThat(r.output()).contains("doesn't exist"))
                .satisfies(r -> assertThat(r.status()).isEqualTo(67)); // EX_NOUSER
    }

    @Test
    void userListsByMask() throws Exception {
        assertThat(doveadm("user", "-a", socket("userdb"), "*@example.org")
                        .output()
                        .lines())
                .containsExactlyInAnyOrder("alice@example.org", "off@example.org");
    }

    @Test
    void authLookupFindsWhoMayLogIn() throws Exception {
        assertThat(doveadm("auth", "lookup", "-x", "service=imap", "-a", socket("userdb"), "alice@example.org")
                        .output())
                .contains("user")
                .contains("alice@example.org");
        assertThat(doveadm("auth", "lookup", "-x", "service=imap", "-a", socket("userdb"), "off@example.org")
                        .status())
                .isNotZero();
    }

    private String socket(String name) {
        return folder.resolve(name).toString();
    }

    private Result doveadm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(doveadm.toString(), "-O"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }
}
