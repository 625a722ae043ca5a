package io.postwerk.sasl.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.EmailAddress;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.mechanism.ScramClient;
import io.postwerk.testkit.DovecotAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our clients at a Dovecot's sockets, with a verifier that we made. */
class RealDovecotTest {

    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    static Path folder;

    private static DovecotAuth dovecot;
    private static NetClient net;
    private static AuthSocketClient logins;
    private static UserDirectoryClient users;

    @BeforeAll
    static void start() throws IOException, SaslPrepException {
        byte[] salt = "sixteen octets !".getBytes(StandardCharsets.US_ASCII);
        dovecot = DovecotAuth.start(
                folder,
                List.of("alice@example.org:"
                        + ScramVerifier.create("wonderland", salt, 4096).encode()));
        net = NetClient.create(NetSettings.defaults().withEventLoops(1));
        logins = AuthSocketClient.start(Connector.unix(net, dovecot.logins()), true, TIMEOUTS);
        users = UserDirectoryClient.start(Connector.unix(net, dovecot.lookups()), TIMEOUTS);
    }

    @AfterAll
    static void stop() {
        if (dovecot != null) {
            logins.close();
            users.close();
            net.close();
            dovecot.close();
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
                .isInstanceOf(UserLookup.Found.class);
        assertThat(users.lookup(EmailAddress.tryParse("nobody@example.org").orElseThrow(), "lmtp", 5))
                .isEqualTo(new UserLookup.Unknown());
    }
}
