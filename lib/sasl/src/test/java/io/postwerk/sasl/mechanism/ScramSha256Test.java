package io.postwerk.sasl.mechanism;

import static io.postwerk.sasl.mechanism.FakeUsers.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import io.postwerk.password.Sha256;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
import io.postwerk.sasl.UserLookup;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server and client against each other and against the exchange of RFC 7677 3. */
class ScramSha256Test {

    private static final FakeUsers USERS = new FakeUsers()
            .with("alice@example.org", credential("main", "wonderland", "salt", false))
            .with("\"odd,=name\"@example.org", credential("main", "p\u00E9ncil", "salt", false))
            .with("off@example.org", true, credential("main", "secret", "salt", false))
            .with("no-password@example.org")
            .with(
                    "apps@example.org",
                    credential("old", "first", "salt", true),
                    credential("phone", "second", "salt", false),
                    credential("laptop", "third", "other salt", false))
            .unavailable("broken@example.org");
    private final ScramMechanism scram =
            ScramMechanism.of(ScramHash.SHA_256, USERS, () -> FakeUsers.DECOYS, () -> new byte[18]);

    /** RFC 7677 3, octet for octet. */
    @Test
    void speaksTheExampleOfTheRfc() throws SaslPrepException {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        var verifier = ScramVerifier.create("pencil", salt, 4096);
        User user = FakeUsers.user("user@example.org");
        CredentialSource source = name -> name.equals("user")
                ? FakeUsers.found(user, false, List.of(new Credential("", verifier, Credential.Validity.LASTING)))
                : new UserLookup.Unknown();
        var server = new ScramServerExchange(
                source,
                () -> FakeUsers.DECOYS,
                new ScramServerExchange.Variant(ScramHash.SHA_256, false, false),
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                "imap");
        var client = new ScramClient("user", "pencil", "rOprNGfwEbeRWgbNEkqO");

        assertThat(text(client.first())).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        byte[] challenge = challenge(server.start(Optional.of(client.first())).done());
        assertThat(text(challenge))
                .isEqualTo(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        byte[] answer = client.answer(challenge).orElseThrow();
        assertThat(text(answer))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        var success = (SaslStep.Success) server.respond(answer).done();
        assertThat(success.user()).isEqualTo(user);
        assertThat(text(success.finalData().orElseThrow())).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(client.accepts(success.finalData().orElseThrow())).isTrue();
        assertThat(client.accepts("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    /** Whole exchanges (RFC 5802 5), in which the proofs of RFC 5802 3 decide. */
    @ParameterizedTest
    @CsvSource({
        "alice@example.org, wonderland, OK",
        "ALICE@EXAMPLE.ORG, wonderland, OK",
        "alice@example.org, wrong, CREDENTIALS",
        "nobody@example.org, wonderland, CREDENTIALS",
        "alice, wonderland, CREDENTIALS",
        "no-password@example.org, x, CREDENTIALS",
        "'\"odd,=name\"@example.org', p\u00E9ncil, OK",
        "'odd=name@example.org', x, CREDENTIALS",
        "apps@example.org, second, OK",
        "apps@example.org, first, EXPIRED",
        "apps@example.org, third, CREDENTIALS",
        "off@example.org, secret, DISABLED",
        "off@example.org, wrong, CREDENTIALS",
        "broken@example.org, x, TEMPORARY",
    })
    void decides(String name, String password, String outcome) throws SaslPrepException {
        NextStep step = login("n,,", name, password);
        assertThat(step instanceof SaslStep.Failure f ? f.reason().name() : "OK")
                .isEqualTo(outcome);
    }

    /** RFC 5802 6: a client that wants channel binding is refused; RFC 5802 7: the header's grammar. */
    @ParameterizedTest
    @CsvSource({
        "'n,a=alice@example.org,', OK",
        "'y,,', OK",
        "'n,a=ALICE@example.org,', OK",
        "'n,a=bob@example.org,', NOT_AUTHORIZED",
        "'p=tls-exporter,,', MALFORMED",
        "'p=,,', MALFORMED",
        "'x,,', MALFORMED",
        "',,', MALFORMED",
        "'n,bob@example.org,', MALFORMED",
        "'n,a=bo=b,', MALFORMED",
        "'n,a=,', MALFORMED",
    })
    void looksAtTheGs2Header(String header, String outcome) throws SaslPrepException {
        NextStep step = login(header, "alice@example.org", "wonderland");
        assertThat(step instanceof SaslStep.Failure f ? f.reason().name() : "OK")
                .isEqualTo(outcome);
    }

    /** RFC 5802 5.1: which attributes there are, and their order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,r=abc",
                "n,,n=alice@example.org",
                "n,,n=alice@example.org,",
                "n,,n=alice@example.org,r=",
                "n,,n=,r=abc",
                "n,,n=ali=2ce@example.org,r=abc",
                "n,,r=abc,n=alice@example.org",
                "n,,m=x,n=alice@example.org,r=abc",
                "n,,n=alice@example.org,r=a\u0007",
                "n,,n=alice@example.org,r=abc,",
                "n,,n=alice@example.org,r=abc,x",
            })
    void refusesAMalformedFirstMessage(String message) {
        assertThat(scram.open(Mechanism.Facts.of("smtp"))
                        .start(Optional.of(octets(message)))
                        .done())
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED, ''",
        "MALFORMED, 'c=biws'",
        "MALFORMED, 'c=biws,r=NONCE'",
        "MALFORMED, 'c=biws,r=NONCE,p='",
        "MALFORMED, 'c=biws,r=NONCE,p=AAAA'",
        "MALFORMED, 'c=biws,r=NONCE,p=!'",
        "MALFORMED, 'c=!,r=NONCE,p=PROOF'",
        "MALFORMED, 'r=NONCE,c=biws,p=PROOF'",
        "MALFORMED, 'c=biws,r=NONCE,p=PROOF,x=y'",
        "MALFORMED, 'c=biws,r=NONCE,xy,p=PROOF'",
        "CREDENTIALS, 'c=biws,r=NONCE,x=y,p=PROOF'",
        "CREDENTIALS, 'c=biws,r=NONCE,p=PROOF'",
        "CREDENTIALS, 'c=biws,r=other,p=PROOF'",
        "CREDENTIALS, 'c=eSws,r=NONCE,p=PROOF'",
    })
    void refusesAFinalMessage(FailureReason reason, String template) {
        var exchange = scram.open(Mechanism.Facts.of("smtp"));
        exchange.start(Optional.of(octets("n,,n=alice@example.org,r=abc"))).done();
        String nonce = "abc" + Base64.getEncoder().encodeToString(new byte[18]);
        String message = template.replace("NONCE", nonce)
                .replace("PROOF", Base64.getEncoder().encodeToString(new byte[32]));
        assertThat(exchange.respond(octets(message)).done()).isEqualTo(new SaslStep.Failure(reason));
        assertThat(exchange.respond(octets(message)).done())
                .as("the exchange is over")
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
    }

    /** Without an initial response the client is asked for it (RFC 4422 5). */
    @Test
    void asksForTheFirstMessage() {
        var exchange = scram.open(Mechanism.Facts.of("smtp"));
        assertThat(challenge(exchange.start(Optional.empty()))).isEmpty();
        byte[] challenge = challenge(
                exchange.respond(octets("n,,n=alice@example.org,r=abc")).done());
        assertThat(text(challenge)).startsWith("r=abc").contains(",s=c2FsdA==,").endsWith(",i=4096");
    }

    /** An unknown user has a salt of the same kind, always the same, and different from everybody else's. */
    @Test
    void anUnknownUserLooksLikeAKnownOne() {
        String once = salt("nobody@example.org");
        assertThat(salt("nobody@example.org")).isEqualTo(once);
        assertThat(salt("no-password@example.org")).isNotEqualTo(once).hasSameSizeAs(once);
        assertThat(Base64.getDecoder().decode(once)).hasSize(16);
        assertThat(salt("NOBODY@Example.org")).isEqualTo(once);
        assertThat(salt("somebody@example.org")).isNotEqualTo(once);
    }

    @Test
    void theClientRefusesABadServer() throws SaslPrepException {
        for (String challenge : List.of(
                "",
                "r=abc,s=c2FsdA==,i=4096",
                "r=xyz123,s=c2FsdA==,i=4096",
                "r=abcd,s=,i=4096",
                "r=abcd,s=c2FsdA==,i=1",
                "r=abcd,s=c2FsdA==,i=2000000000",
                "r=abcd,s=c2FsdA==,i=x",
                "r=abcd,s=c2FsdA==",
                "m=x,r=abcd,s=c2FsdA==,i=4096")) {
            var client = new ScramClient("alice@example.org", "wonderland", "abc");
            assertThat(client.answer(octets(challenge))).as(challenge).isEmpty();
            assertThat(client.accepts(octets("v="))).isFalse();
        }
    }

    @Test
    void whateverIsSentEndsInAStep() throws SaslPrepException {
        var random = new Random(5802);
        byte[] first = octets("n,,n=alice@example.org,r=abc");
        byte[] last = octets("c=biws,r=abcAAAAAAAAAAAAAAAAAAAAAAAAAAAA,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        for (int round = 0; round < 5_000; round++) {
            var exchange = scram.open(Mechanism.Facts.of("smtp"));
            NextStep step = exchange.start(Optional.of(mutate(first, random))).done();
            if (step instanceof SaslStep.Challenge) {
                step = exchange.respond(mutate(last, random)).done();
            }
            assertThat(step).isInstanceOf(SaslStep.Failure.class);
        }
    }

    private static byte[] mutate(byte[] message, Random random) {
        byte[] mutated = message.clone();
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    private String salt(String name) {
        byte[] challenge = challenge(scram.open(Mechanism.Facts.of("smtp"))
                .start(Optional.of(octets("n,,n=" + name + ",r=abc")))
                .done());
        return text(challenge).replaceAll(".*,s=|,i=.*", "");
    }

    /** A whole exchange with the client of this library, whose GS2 header is replaced. */
    private NextStep login(String header, String name, String password) throws SaslPrepException {
        var client = new ScramClient(name, password, "fyko+d2lbbFgONRv9qkxdawL");
        var exchange = scram.open(Mechanism.Facts.of("smtp"));
        String first = text(client.first()).replaceFirst("^n,,", header);
        NextStep step = exchange.start(Optional.of(octets(first))).done();
        if (!(step instanceof SaslStep.Challenge)) {
            return step;
        }
        byte[] answer = header.equals("n,,")
                ? client.answer(challenge(step)).orElseThrow()
                : answerWithHeader(header, name, password, text(challenge(step)));
        step = exchange.respond(answer).done();
        if (step instanceof SaslStep.Success success && header.equals("n,,")) {
            assertThat(client.accepts(success.finalData().orElseThrow())).isTrue();
        }
        return step;
    }

    private static byte[] answerWithHeader(String header, String name, String password, String challenge) {
        byte[] salted = ScramHash.SHA_256.saltedPassword(password, "salt".getBytes(StandardCharsets.UTF_8), 4096);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(octets(header)) + ","
                + challenge.substring(0, challenge.indexOf(",s="));
        byte[] signed = octets("n=" + name + ",r=fyko+d2lbbFgONRv9qkxdawL," + challenge + "," + withoutProof);
        byte[] proof = Sha256.hmac(salted, octets("Client Key"));
        byte[] signature = Sha256.hmac(Sha256.digest(proof), signed);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        return octets(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    private static byte[] challenge(NextStep step) {
        return ((SaslStep.Challenge) step).data();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
