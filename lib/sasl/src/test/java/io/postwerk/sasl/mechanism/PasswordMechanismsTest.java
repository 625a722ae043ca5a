package io.postwerk.sasl.mechanism;

import static io.postwerk.sasl.mechanism.FakeUsers.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PLAIN (RFC 4616 2) and LOGIN, and what both make of users, credentials and authorization identities. */
class PasswordMechanismsTest {

    private static final FakeUsers USERS = new FakeUsers()
            .with("alice@example.org", credential("main", "wonderland", "salt", false))
            .with("off@example.org", true, credential("main", "secret", "salt", false))
            .with("no-password@example.org")
            .with(
                    "apps@example.org",
                    credential("main", "first", "salt", false),
                    credential("phone", "second", "salt", false),
                    credential("laptop", "third", "other salt", false),
                    credential("old", "fourth", "other salt", true))
            .unavailable("broken@example.org");
    private final PasswordCheck passwords = new CredentialPasswordCheck(USERS, () -> FakeUsers.DECOYS);
    private final Mechanism plain = new PlainMechanism(passwords);
    private final Mechanism login = new LoginMechanism(passwords);

    @ParameterizedTest
    @CsvSource({
        "'|alice@example.org|wonderland'",
        "'|ALICE@Example.ORG|wonderland'",
        "'|al\u00ADice@example.org|wonder\u00ADland'",
        "'alice@example.org|alice@example.org|wonderland'",
        "'ALICE@example.org|alice@example.org|wonderland'",
        "'|apps@example.org|first'",
        "'|apps@example.org|second'",
        "'|apps@example.org|third'",
    })
    void plainLetsIn(String message) {
        assertThat(plain(message)).isInstanceOf(SaslStep.Success.class);
    }

    /** Who may act as whom: RFC 4422 3.4.1. */
    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS, '|alice@example.org|wrong'",
        "CREDENTIALS, '|alice@example.org|Wonderland'",
        "CREDENTIALS, '|alice@example.org|'",
        "CREDENTIALS, '||wonderland'",
        "CREDENTIALS, '||'",
        "CREDENTIALS, '|alice|wonderland'",
        "CREDENTIALS, '|nobody@example.org|wonderland'",
        "CREDENTIALS, '|no-password@example.org|x'",
        "CREDENTIALS, '|alice@example.org|\u0007'",
        "CREDENTIALS, '|\u0007|wonderland'",
        "CREDENTIALS, '|off@example.org|wrong'",
        "CREDENTIALS, 'bob@example.org|alice@example.org|wrong'",
        "DISABLED, '|off@example.org|secret'",
        "EXPIRED, '|apps@example.org|fourth'",
        "NOT_AUTHORIZED, 'bob@example.org|alice@example.org|wonderland'",
        "NOT_AUTHORIZED, 'alice|alice@example.org|wonderland'",
        "TEMPORARY, '|broken@example.org|x'",
        "MALFORMED, ''",
        "MALFORMED, 'alice@example.org|wonderland'",
        "MALFORMED, '|alice@example.org|wonderland|'",
        "MALFORMED, '||||'",
    })
    void plainRefuses(FailureReason reason, String message) {
        assertThat(plain(message)).isEqualTo(new SaslStep.Failure(reason));
    }

    /** RFC 4422 3.3, RFC 4616 2: none is not empty. */
    @Test
    void plainAsksForTheMessageWhenThereIsNoInitialResponse() {
        var exchange = plain.open(Mechanism.Facts.of("smtp"));
        assertThat(exchange.start(Optional.empty()))
                .isInstanceOfSatisfying(
                        SaslStep.Challenge.class, c -> assertThat(c.data()).isEmpty());
        assertThat(exchange.respond(octets("|alice@example.org|wonderland")).done())
                .isInstanceOf(SaslStep.Success.class);
        assertThat(exchange.claimedName()).contains("alice@example.org");
    }

    @Test
    void plainRefusesOctetsThatAreNotUtf8() {
        byte[] message = octets("|alice@example.org|wonderland");
        message[5] = (byte) 0xC0;
        assertThat(plain.open(Mechanism.Facts.of("smtp"))
                        .start(Optional.of(message))
                        .done())
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
    }

    @Test
    void plainRefusesAMessageThatIsTooLong() {
        assertThat(plain("|alice@example.org|" + "x".repeat(750)))
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
    }

    @Test
    void aCredentialThatIsNotForTheServiceIsNone() {
        assertThat(plain.open(Mechanism.Facts.of("forbidden"))
                        .start(Optional.of(octets("|alice@example.org|wonderland")))
                        .done())
                .isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
    }

    @Test
    void loginAsksTwice() {
        var exchange = login.open(Mechanism.Facts.of("smtp"));
        assertThat(prompt(exchange.start(Optional.empty()))).isEqualTo("Username:");
        assertThat(prompt(exchange.respond(octets("alice@example.org")))).isEqualTo("Password:");
        assertThat(exchange.respond(octets("wonderland")).done())
                .isInstanceOfSatisfying(
                        SaslStep.Success.class,
                        s -> assertThat(s.user()).isEqualTo(FakeUsers.user("alice@example.org")));
    }

    @Test
    void loginTakesTheUserNameAsInitialResponse() {
        var exchange = login.open(Mechanism.Facts.of("smtp"));
        assertThat(prompt(exchange.start(Optional.of(octets("alice@example.org")))))
                .isEqualTo("Password:");
        assertThat(exchange.respond(octets("wrong")).done()).isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
        assertThat(exchange.claimedName()).contains("alice@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody@example.org", "x"})
    void loginAsksForThePasswordOfAnybody(String name) {
        var exchange = login.open(Mechanism.Facts.of("smtp"));
        exchange.start(Optional.empty());
        assertThat(prompt(exchange.respond(octets(name)))).isEqualTo("Password:");
        assertThat(exchange.respond(octets("")).done()).isEqualTo(new SaslStep.Failure(FailureReason.CREDENTIALS));
    }

    @Test
    void loginRefusesWhatIsNoText() {
        assertThat(login.open(Mechanism.Facts.of("smtp")).start(Optional.of(new byte[] {0})))
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
        assertThat(login.open(Mechanism.Facts.of("smtp")).start(Optional.of(new byte[] {(byte) 0xFF})))
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
        assertThat(login.open(Mechanism.Facts.of("smtp")).start(Optional.of(new byte[300])))
                .isEqualTo(new SaslStep.Failure(FailureReason.MALFORMED));
    }

    @Test
    void whateverIsSentEndsInAStep() {
        var random = new Random(4616);
        for (int round = 0; round < 5_000; round++) {
            byte[] junk = new byte[random.nextInt(40)];
            random.nextBytes(junk);
            var exchange = (random.nextBoolean() ? plain : login).open(Mechanism.Facts.of("smtp"));
            NextStep step = exchange.start(random.nextBoolean() ? Optional.of(junk) : Optional.empty());
            for (int i = 0; i < 3 && step instanceof SaslStep.Challenge; i++) {
                random.nextBytes(junk);
                step = exchange.respond(junk);
            }
            assertThat(step).isInstanceOfAny(SaslStep.Failure.class, NextStep.Work.class);
        }
    }

    private NextStep plain(String message) {
        return plain.open(Mechanism.Facts.of("smtp"))
                .start(Optional.of(octets(message)))
                .done();
    }

    /** A bar stands for NUL. */
    private static byte[] octets(String message) {
        return message.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
    }

    private static String prompt(NextStep step) {
        return new String(((SaslStep.Challenge) step).data(), StandardCharsets.US_ASCII);
    }
}
