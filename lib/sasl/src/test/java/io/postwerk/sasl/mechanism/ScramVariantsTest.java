package io.postwerk.sasl.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.common.exception.ScramException;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SCRAM-SHA-1, and channel binding (RFC 5802 6), with our client and with one that others wrote. */
class ScramVariantsTest {

    private static final byte[] EXPORTED = {1, 2, 3, 4};

    private final CredentialSource users = name -> name.equals("user@example.org")
            ? FakeUsers.found(FakeUsers.user("user@example.org"), false, credentials())
            : new UserLookup.Unknown();

    private static List<Credential> credentials() {
        return List.of(credential(ScramHash.SHA_256), credential(ScramHash.SHA_1));
    }

    private static Credential credential(ScramHash hash) {
        try {
            byte[] salt = "salt".getBytes(StandardCharsets.US_ASCII);
            return new Credential(
                    hash.name(), ScramVerifier.create(hash, "pencil", salt, 4096), Credential.Validity.LASTING);
        } catch (SaslPrepException e) {
            throw new AssertionError(e);
        }
    }

    private Mechanism.Exchange exchange(ScramHash hash, boolean plus, boolean offered) {
        ScramMechanism scram = plus
                ? ScramMechanism.plus(hash, users, () -> FakeUsers.DECOYS, () -> new byte[18])
                : ScramMechanism.of(hash, users, () -> FakeUsers.DECOYS, () -> new byte[18]);
        return scram.open(new Mechanism.Facts("imap", offered, Optional.empty()));
    }

    /** RFC 5802 5, octet for octet. */
    @Test
    void speaksTheExampleOfTheRfc() throws SaslPrepException {
        byte[] salt = Base64.getDecoder().decode("QSXCR+Q6sek8bf92");
        var verifier = ScramVerifier.create(ScramHash.SHA_1, "pencil", salt, 4096);
        CredentialSource source = name -> FakeUsers.found(
                FakeUsers.user("user@example.org"),
                false,
                List.of(new Credential("", verifier, Credential.Validity.LASTING)));
        var server = new ScramServerExchange(
                source,
                () -> FakeUsers.DECOYS,
                new ScramServerExchange.Variant(ScramHash.SHA_1, false, false),
                "3rfcNHYJY1ZVvWVs7j",
                "imap");
        var client = new ScramClient(ScramHash.SHA_1, Optional.empty(), "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");
        byte[] challenge = data(server.start(Optional.of(client.first())).done());
        assertThat(text(challenge)).isEqualTo("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
        byte[] answer = client.answer(challenge).orElseThrow();
        assertThat(text(answer))
                .isEqualTo("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        var success = (SaslStep.Success) server.respond(answer).done();
        assertThat(text(success.finalData().orElseThrow())).isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
        assertThat(client.accepts(success.finalData().orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void anIndependentClientLogsIn(ScramHash hash) throws ScramException {
        assertThat(independent(hash, false, EXPORTED)).isInstanceOf(SaslStep.Success.class);
        assertThat(independent(hash, true, EXPORTED)).isInstanceOf(SaslStep.Success.class);
    }

    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void anotherTlsSessionIsRefused(ScramHash hash) throws ScramException {
        assertThat(independent(hash, true, new byte[] {1, 2, 3, 5}))
                .isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
    }

    private NextStep independent(ScramHash hash, boolean plus, byte[] ours) throws ScramException {
        var builder = com.ongres.scram.client.ScramClient.builder()
                .advertisedMechanisms(List.of(hash.mechanism() + (plus ? "-PLUS" : "")))
                .username("user@example.org")
                .password("pencil".toCharArray());
        if (plus) {
            builder.channelBinding("tls-exporter", EXPORTED);
        }
        var client = builder.build();
        var exchange = exchange(hash, plus, plus);
        var challenge = (SaslStep.Challenge)
                exchange.start(Optional.of(octets(client.clientFirstMessage().toString())))
                        .done();
        assertThat(exchange.wantedBinding()).isEqualTo(plus ? Optional.of("tls-exporter") : Optional.empty());
        client.serverFirstMessage(text(challenge.data()));
        NextStep step = exchange.respond(
                        octets(client.clientFinalMessage().toString()), plus ? Optional.of(ours) : Optional.empty())
                .done();
        if (step instanceof SaslStep.Success success) {
            client.serverFinalMessage(text(success.finalData().orElseThrow()));
        }
        return step;
    }

    /** RFC 5802 6: who could bind, and was kept from it, is refused. RFC 9266 1: no tls-unique. */
    @ParameterizedTest
    @CsvSource({
        "false, false, 'y,,', OK",
        "false, true, 'n,,', OK",
        "false, true, 'y,,', CREDENTIALS",
        "false, true, 'p=tls-exporter,,', MALFORMED",
        "true, true, 'n,,', MALFORMED",
        "true, true, 'y,,', MALFORMED",
        "true, true, 'p=tls-unique,,', MALFORMED",
        "true, true, 'p=tls-exporter,,', OK",
        "true, true, 'p=tls-server-end-point,,', OK",
    })
    void decidesByWhatTheClientSaysOfBinding(boolean plus, boolean offered, String header, String outcome) {
        var exchange = exchange(ScramHash.SHA_256, plus, offered);
        String bare = "n=user@example.org,r=abc";
        NextStep step = exchange.start(Optional.of(octets(header + bare))).done();
        if (step instanceof SaslStep.Challenge challenge) {
            byte[] bound = octets(header + (plus ? text(EXPORTED) : ""));
            step = exchange.respond(answer(bare, text(challenge.data()), bound), Optional.of(EXPORTED))
                    .done();
        }
        assertThat(step instanceof SaslStep.Failure f ? f.reason().name() : "OK")
                .isEqualTo(outcome);
    }

    /** A server without such data cannot bind, whatever the client says. */
    @Test
    void withoutDataNobodyIsLetIn() throws SaslPrepException {
        var binding = new ChannelBinding(ChannelBinding.TLS_EXPORTER, new byte[0]);
        var client = new ScramClient(ScramHash.SHA_256, Optional.of(binding), "user@example.org", "pencil", "abc");
        var exchange = exchange(ScramHash.SHA_256, true, true);
        byte[] challenge = data(exchange.start(Optional.of(client.first())).done());
        assertThat(exchange.respond(client.answer(challenge).orElseThrow()).done())
                .isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
    }

    private static byte[] answer(String bare, String challenge, byte[] bound) {
        ScramHash hash = ScramHash.SHA_256;
        byte[] salted = hash.saltedPassword("pencil", octets("salt"), 4096);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + ","
                + challenge.substring(0, challenge.indexOf(",s="));
        byte[] proof = hash.hmac(salted, octets("Client Key"));
        byte[] signature = hash.hmac(hash.digest(proof), octets(bare + "," + challenge + "," + withoutProof));
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        return octets(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    private static byte[] data(NextStep step) {
        return ((SaslStep.Challenge) step).data();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
