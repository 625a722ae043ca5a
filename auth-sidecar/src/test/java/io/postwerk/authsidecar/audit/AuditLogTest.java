package io.postwerk.authsidecar.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.UserSets;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private static Decision refused(String name) {
        return new Decision(
                Optional.of(name),
                "PLAIN",
                "smtp",
                Optional.of("192.0.2.7"),
                Optional.empty(),
                new Decision.Outcome.Refused(FailureReason.CREDENTIALS));
    }

    @Test
    void saysWhoWasLetIn() {
        var user = User.of(UserSets.address("alice@example.org"), "id-1");
        assertThat(AuditLog.line(new Decision(
                        Optional.of("ALICE@example.org"),
                        "SCRAM-SHA-256",
                        "imap",
                        Optional.of("192.0.2.7"),
                        Optional.of("s-17"),
                        new Decision.Outcome.Accepted(user))))
                .isEqualTo(
                        "login outcome=accepted user=\"alice@example.org\" mailbox=\"id-1\" mechanism=\"SCRAM-SHA-256\""
                                + " service=\"imap\" client=\"192.0.2.7\" session=\"s-17\"");
    }

    @Test
    void saysWhoWasNotAndWhy() {
        assertThat(AuditLog.line(refused("alice@example.org")))
                .isEqualTo("login outcome=refused reason=credentials user=\"alice@example.org\" mechanism=\"PLAIN\""
                        + " service=\"smtp\" client=\"192.0.2.7\"");
    }

    @Test
    void saysWhoGaveUp() {
        assertThat(AuditLog.line(new Decision(
                        Optional.of("alice@example.org"),
                        "LOGIN",
                        "smtp",
                        Optional.empty(),
                        Optional.empty(),
                        new Decision.Outcome.Cancelled())))
                .isEqualTo("login outcome=cancelled user=\"alice@example.org\" mechanism=\"LOGIN\" service=\"smtp\"");
    }

    @Test
    void nobodyForgesALine() {
        assertThat(AuditLog.line(refused("x\"\nlogin outcome=accepted\u202E\u2028\\")))
                .contains("user=\"x\\\"\\u{a}login outcome=accepted\\u{202e}\\u{2028}\\\\\"")
                .hasLineCount(1);
        assertThat(AuditLog.line(refused("x".repeat(10_000)))).hasSizeLessThan(500);
    }
}
