package io.postwerk.imapserver.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 1939 3 and RFC 2449 3: the first line of a response. */
class ResponsesTest {
    @Test
    void linesBeginWithTheStatusAndTheCode() {
        assertThat(Responses.done().line()).isEqualTo("+OK\r\n");
        assertThat(Responses.dropListing(2, 320).line()).isEqualTo("+OK 2 320\r\n");
        // RFC 2449 8.1.2
        assertThat(Responses.maildropInUse().line()).startsWith("-ERR [IN-USE] ");
        // RFC 3206 5 (AUTH), RFC 3206 4 (SYS)
        assertThat(Responses.authenticationFailed().line()).isEqualTo("-ERR [AUTH] Authentication failed\r\n");
        assertThat(Responses.authenticationUnavailable().line()).startsWith("-ERR [SYS/TEMP] ");
    }

    @Test
    void textsAreOnePrintableLineWithinTheLimit() {
        // RFC 2449 4: 512 octets with CRLF
        String line = Responses.terminated("a\r\nb\u00e9" + "x".repeat(1000)).line();

        assertThat(line).startsWith("-ERR [SYS/PERM] a??b?x").endsWith("\r\n").hasSizeLessThan(512);
        assertThat(line.substring(0, line.length() - 2)).doesNotContain("\r", "\n");
    }

    @Test
    void theGreetingOffersNoApop() {
        // RFC 1939 7: a timestamp in angle brackets would
        assertThat(Responses.greeting("mx.example.org").line()).doesNotContain("<");
    }

    @Test
    void challengesAndListsHaveTheirForm() {
        assertThat(Responses.challenge(new byte[0])).isEqualTo("+ \r\n");
        assertThat(Responses.challenge(new byte[] {0, 1})).isEqualTo("+ AAE=\r\n");
        assertThat(Responses.capabilityList(List.of("TOP", "SASL PLAIN"))).isEqualTo("TOP\r\nSASL PLAIN\r\n.\r\n");
    }
}
