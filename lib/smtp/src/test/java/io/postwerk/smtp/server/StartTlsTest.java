package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 3207: STARTTLS. */
class StartTlsTest {
    @Test
    void whatWasPipelinedIsDropped() {
        Sessions sessions = Sessions.smtp().verify("""
                C: EHLO c.example
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250 STARTTLS
                C: STARTTLS
                C: MAIL FROM:<injected@example.org>
                S: 220 2.0.0 Ready for TLS
                * tls 34
                C: RCPT TO:<alice@example.org>
                S: 503 5.5.1 Send HELO or EHLO first
                """);
        assertThat(sessions.backend().arrived()).isEmpty();
    }

    @Test
    void whatWasSaidBeforeIsForgotten() {
        // RFC 3207 4.2
        Sessions sessions = Sessions.smtp().verify("""
                C: EHLO c.example
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250 …
                C: MAIL FROM:<a@example.org>
                C: RCPT TO:<alice@example.org>
                C: STARTTLS
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 220 2.0.0 Ready for TLS
                * tls
                C: DATA
                S: 503 5.5.1 Send HELO or EHLO first
                C: EHLO c.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250 ENHANCEDSTATUSCODES
                C: STARTTLS
                S: 503 5.5.1 TLS is on already
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: .
                S: 250 …
                """);
        assertThat(sessions.backend().arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.transaction().session().withKeyword()).isEqualTo("ESMTPS");
            assertThat(mail.transaction().session().tls()).isPresent();
            assertThat(mail.transaction().session().client().tls()).isEqualTo(Optional.empty());
        });
    }

    @Test
    void itTakesNoArgument() {
        Sessions.smtp().verify("""
                C: STARTTLS now
                S: 501 5.5.4 STARTTLS takes no argument
                """);
    }
}
