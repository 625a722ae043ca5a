package io.postwerk.imapserver.pop3.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.sasl.FailureReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoginHandlersTest {
    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"CREDENTIALS", "DISABLED", "EXPIRED", "NOT_AUTHORIZED"})
    void nobodyLearnsWhatWasWrongWithALogin(FailureReason reason) {
        assertThat(LoginHandlers.failure(reason).line()).isEqualTo("-ERR [AUTH] Authentication failed\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "TEMPORARY, -ERR [SYS/TEMP] Authentication is not available now",
        "ENCRYPTION_REQUIRED, -ERR [AUTH] Use TLS first",
        "MALFORMED, -ERR Bad authentication data",
        "UNKNOWN_MECHANISM, -ERR Mechanism is not offered"
    })
    void theClientLearnsWhetherAnotherPasswordCouldHelp(FailureReason reason, String response) {
        assertThat(LoginHandlers.failure(reason)).hasToString(response);
    }
}
