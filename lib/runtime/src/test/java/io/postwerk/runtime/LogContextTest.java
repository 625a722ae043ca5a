package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogContextTest {
    @Test
    void scopesNestAndEnd() {
        try (LogContext outer = LogContext.session("s1")) {
            assertThat(outer).isNotNull();
            try (LogContext mail = LogContext.mail("m1");
                    LogContext inner = LogContext.session("s2")) {
                assertThat(mail).isNotSameAs(inner);
                assertThat(MDC.get(LogContext.SESSION_ID)).isEqualTo("s2");
                assertThat(MDC.get(LogContext.MAIL_ID)).isEqualTo("m1");
            }
            assertThat(MDC.get(LogContext.SESSION_ID)).isEqualTo("s1");
            assertThat(MDC.get(LogContext.MAIL_ID)).isNull();
        }
        assertThat(MDC.get(LogContext.SESSION_ID)).isNull();
    }
}
