package io.postwerk.sasl.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.mechanism.TokenCheck.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OAUTHBEARER (RFC 7628 3), XOAUTH2 and EXTERNAL (RFC 4422 A). */
class TokenMechanismsTest {

    private static final FakeUsers USERS = new FakeUsers()
            .with("alice@example.org")
            .with("off@example.org", true)
            .unavailable("broken@example.org");

    private final TokenCheck tokens = new TokenCheck() {
        @Override
        public Answer check(String token) {
            return switch (token) {
                case "good" -> new Answer.Valid("alice@example.org");
                case "off" -> new Answer.Valid("off@example.org");
                case "broken" -> new Answer.Valid("broken@example.org");
                case "stranger" -> new Answer.Valid("stranger@example.org");
                case "away" -> new Answer.Unavailable();
                default -> new Answer.Invalid();
            };
        }

        @Override
        public Optional<String> configurationAddress() {
            return Optional.of("https://issuer.example/.well-known/openid-configuration");
        }
    };

    /** A bar stands for octet 1. RFC 7628 3.1. */
    @ParameterizedTest
    @CsvSource({
        "OAUTHBEARER, 'n,a=alice@example.org,^host=h^port=143^auth=Bearer good^^', OK",
        "OAUTHBEARER, 'n,,^auth=bearer good^^', OK",
        "OAUTHBEARER, 'y,,^auth=Bearer good^^', OK",
        "OAUTHBEARER, 'n,a=bob@example.org,^auth=Bearer good^^', NOT_AUTHORIZED",
        "OAUTHBEARER, 'n,,^auth=Bearer off^^', DISABLED",
        "OAUTHBEARER, 'n,,^auth=Bearer broken^^', TEMPORARY",
        "OAUTHBEARER, 'n,,^auth=Bearer away^^', TEMPORARY",
        "OAUTHBEARER, 'n,,^auth=Bearer stranger^^', CREDENTIALS",
        "OAUTHBEARER, 'n,,^auth=Bearer bad^^', CREDENTIALS",
        "OAUTHBEARER, 'p=tls-exporter,,^auth=Bearer good^^', MALFORMED",
        "OAUTHBEARER, 'n,,x^auth=Bearer good^^', MALFORMED",
        "OAUTHBEARER, 'n,,^auth=Bearer good^', MALFORMED",
        "OAUTHBEARER, 'n,,^auth=Basic good^^', MALFORMED",
        "OAUTHBEARER, 'n,,^auth=Bearer go od^^', MALFORMED",
        "OAUTHBEARER, 'n,,^^', MALFORMED",
        "OAUTHBEARER, '', MALFORMED",
        "XOAUTH2, 'user=alice@example.org^auth=Bearer good^^', OK",
        "XOAUTH2, 'user=bob@example.org^auth=Bearer good^^', NOT_AUTHORIZED",
        "XOAUTH2, 'user=alice@example.org^auth=Bearer bad^^', CREDENTIALS",
        "XOAUTH2, 'user=^auth=Bearer good^^', MALFORMED",
        "XOAUTH2, 'auth=Bearer good^^', MALFORMED",
    })
    void decides(String mechanism, String message, String outcome) {
        OAuthMechanism oauth = mechanism.equals("XOAUTH2")
                ? OAuthMechanism.xoauth2(tokens, USERS)
                : OAuthMechanism.bearer(tokens, USERS);
        assertThat(oauth.info().name()).isEqualTo(mechanism);
        var exchange = oauth.open(Mechanism.Facts.of("imap"));
        NextStep step = exchange.start(Optional.of(octets(message.replace('^', '\u0001'))))
                .done();
        if (step instanceof NextStep.Refusal(byte[] error, var reason)) {
            // RFC 7628 3.2.2
            assertThat(new String(error, StandardCharsets.UTF_8))
                    .isEqualTo("{\"status\":\"invalid_token\","
                            + "\"openid-configuration\":\"https://issuer.example/.well-known/openid-configuration\"}");
            step = new SaslStep.Failure(reason);
        }
        assertThat(step instanceof SaslStep.Failure f ? f.reason().name() : "OK")
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, '', OK",
        "alice@example.org, alice@example.org, OK",
        "alice@example.org, bob@example.org, NOT_AUTHORIZED",
        "off@example.org, '', DISABLED",
        "broken@example.org, '', TEMPORARY",
        "stranger@example.org, '', CREDENTIALS",
        "no address, '', CREDENTIALS",
    })
    void aCertificateLetsIn(String name, String identity, String outcome) {
        var exchange = new ExternalMechanism(USERS).open(new Mechanism.Facts("imap", true, Optional.of(name)));
        NextStep step = exchange.start(Optional.of(octets(identity))).done();
        assertThat(step instanceof SaslStep.Failure f ? f.reason().name() : "OK")
                .isEqualTo(outcome);
    }

    @Test
    void withoutACertificateNobodyIsLetIn() {
        var exchange = new ExternalMechanism(USERS).open(Mechanism.Facts.of("imap"));
        assertThat(exchange.start(Optional.empty())).isInstanceOf(SaslStep.Challenge.class);
        assertThat(exchange.respond(octets("alice@example.org")).done())
                .isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
