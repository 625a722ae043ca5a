package io.postwerk.sasl.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.EmailAddress;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.LookupResult;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslPrepException;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.ScramVerifier;
import io.postwerk.sasl.mechanism.ScramClient;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our clients at a Dovecot's sockets, with a verifier that we made. */
class RealDovecotTest {

    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    static Path folder;

    private static Process dovecot;
    private static NetClient net;
    private static AuthSocketClient logins;
    private static UserDirectoryClient users;

    @BeforeAll
    static void start() throws IOException, SaslPrepException {
        Path program = Peers.program("dovecot");
        Path config = folder.resolve("dovecot.conf");
        Files.writeString(config, config());
        byte[] salt = "sixteen octets !".getBytes(StandardCharsets.US_ASCII);
        Files.writeString(
                folder.resolve("users"),
                "alice@example.org:"
                        + ScramVerifier.create("wonderland", salt, 4096).encode() + ":1000:1000::/x::\n");
        dovecot = new ProcessBuilder(program.toString(), "-F", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        net = NetClient.create(NetSettings.defaults().withEventLoops(1));
        logins = AuthSocketClient.start(Connector.unix(net, folder.resolve("run/auth-client")), true, TIMEOUTS);
        users = UserDirectoryClient.start(Connector.unix(net, folder.resolve("run/auth-userdb")), TIMEOUTS);
    }

    private static String config() throws IOException {
        PosixFileAttributes mine = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return """
                base_dir = FOLDER/run
                state_dir = FOLDER/run
                log_path = FOLDER/log
                ssl = no
                protocols =
                default_internal_user = USER
                default_internal_group = GROUP
                default_login_user = nobody
                auth_mechanisms = plain login scram-sha-256
                auth_failure_delay = 0
                passdb {
                  driver = passwd-file
                  args = FOLDER/users
                }
                userdb {
                  driver = passwd-file
                  args = FOLDER/users
                }
                service auth {
                  unix_listener auth-client {
                    mode = 0600
                  }
                  unix_listener auth-userdb {
                    mode = 0600
                  }
                }
                service anvil {
                  chroot =
                }
                service stats {
                  chroot =
                }
                """.replace("FOLDER", folder.toString())
                .replace("USER", mine.owner().getName())
                .replace("GROUP", mine.group().getName());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (dovecot != null) {
            logins.close();
            users.close();
            net.close();
            dovecot.destroy();
            assertThat(dovecot.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static AuthFacts facts() {
        var here = new InetSocketAddress("127.0.0.1", 1);
        return new AuthFacts("imap", here, here, true, Optional.empty(), "s1");
    }

    private static SaslStep plain(String password) {
        byte[] message = ("\0alice@example.org\0" + password).getBytes(StandardCharsets.UTF_8);
        return logins.start("PLAIN", Optional.of(message), facts()).step();
    }

    @Test
    void logsIn() {
        assertThat(plain("wonderland")).isInstanceOfSatisfying(SaslStep.Success.class, s -> {
            assertThat(s.user().address()).hasToString("alice@example.org");
            assertThat(s.user().mailboxId()).isEqualTo("alice@example.org");
        });
        assertThat(plain("wrong")).isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
        assertThat(logins.mechanisms(Protection.TLS))
                .extracting(MechanismInfo::name)
                .containsExactlyInAnyOrder("PLAIN", "LOGIN", "SCRAM-SHA-256");
    }

    @Test
    void logsInByLogin() {
        SaslExchange exchange = logins.start("LOGIN", Optional.empty(), facts());
        exchange.respond("alice@example.org".getBytes(StandardCharsets.UTF_8));
        assertThat(exchange.respond("wonderland".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void logsInByScramAndTheServerProvesItself() throws SaslPrepException {
        var client = new ScramClient("alice@example.org", "wonderland", "nonce");
        SaslExchange exchange = logins.start("SCRAM-SHA-256", Optional.of(client.first()), facts());
        byte[] challenge = ((SaslStep.Challenge) exchange.step()).data();
        var success =
                (SaslStep.Success) exchange.respond(client.answer(challenge).orElseThrow());
        assertThat(client.accepts(success.finalData().orElseThrow())).isTrue();
    }

    @Test
    void looksUsersUp() {
        assertThat(users.lookup(EmailAddress.tryParse("Alice@example.org").orElseThrow(), "lmtp", 5))
                .isInstanceOf(LookupResult.Found.class);
        assertThat(users.lookup(EmailAddress.tryParse("nobody@example.org").orElseThrow(), "lmtp", 5))
                .isEqualTo(new LookupResult.NotFound());
    }
}
