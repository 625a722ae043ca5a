package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What RFC 5321 demands of a server at least. */
class GenerousLimitsTest {
    @Test
    void aHundredRecipientsAndMore() {
        // RFC 5321 4.5.3.1.8
        assertThat(SessionLimits.DEFAULT.recipients()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void fiveMinutes() {
        // RFC 5321 4.5.3.2.7
        assertThat(SessionLimits.DEFAULT.commandTimeout()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(SessionLimits.DEFAULT.data().pause()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void sixtyFourKilobytesAndLinesOfAnyLength() {
        // RFC 5321 4.5.3.1.7, and 4.5.3.1.6, which asks for lines of 1000 octets
        String line = "x".repeat(100_000);
        Sessions sessions = Sessions.smtp().verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: %s
                C: .
                S: 250 2.0.0 Ok: queued as QID
                """.formatted(line));
        assertThat(sessions.backend().arrived().getFirst().message()).isEqualTo(line + "\r\n");
    }
}
