package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorFieldTest {

    private static List<AuthorField.Mailbox> parse(String value) throws AddressException {
        return AuthorField.parse(value.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 5322 3.4, RFC 6854 2.1, RFC 6532 3.2. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a@x.org                                  | a@x.org
            <a@x.org>                                | a@x.org
            Alice <a@x.org>                          | a@x.org
            "Doe, Alice" <a@x.org>                   | a@x.org
            "b@y.org" <a@x.org>                      | a@x.org
            "quoted \\" <b@y.org>" <a@x.org>         | a@x.org
            Dr. A. Doe <a@x.org>                     | a@x.org
            =?utf-8?Q?Al=C3=ADce?= <a@x.org>         | a@x.org
            Alíce <a@x.org>                          | a@x.org
            a@x.org (Alice (the one))                | a@x.org
            (Alice) a@x.org                          | a@x.org
            Alice (x) < (y) a@x.org (z) >            | a@x.org
            a@x.org, B <b@y.org>                     | a@x.org b@y.org
            Us: a@x.org, B <b@y.org>;                | a@x.org b@y.org
            Us: a@x.org; , b@y.org                   | a@x.org b@y.org
            "a"@x.org                                | a@x.org
            "a b"@x.org                              | "a b"@x.org
            "a@x.org"@y.org                          | "a@x.org"@y.org
            alíce@x.org                              | alíce@x.org
            a@bücher.example                         | a@xn--bcher-kva.example
            """)
    void readsMailboxes(String value, String addresses) throws AddressException {
        assertThat(parse(" " + value + "\r\n"))
                .extracting(mailbox -> mailbox.address().toString())
                .containsExactly(addresses.contains("\"") ? new String[] {addresses} : addresses.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody:;",
                "alice",
                "alice <>",
                "<@y.org:a@x.org>",
                "a@x.org b@y.org",
                "a@x.org <b@y.org>",
                "<a@x.org> <b@y.org>",
                "<a@x.org> b@y.org",
                "<a@x.org",
                "a@x.org>",
                "a@x.org,",
                ",a@x.org",
                "a@x.org,,b@y.org",
                "a . b@x.org",
                "a@x . org",
                "a@[192.0.2.1]",
                "a@x.org@y.org",
                "\"a\".b@x.org",
                "\"a\"b@x.org",
                "\"a\"b <a@x.org>",
                "\"a <a@x.org>",
                "a@x.org (open",
                "a@x.org (<b@y.org>)",
                "(b@y.org) a@x.org",
                "Us: a@x.org",
                "Us: Them: a@x.org;;",
                "a@x.org;",
                "a\u0000@x.org",
                "a@x.org\u0001",
                "a@x.org\u2028b@y.org",
                "Alice [x] <a@x.org>",
                "\\a@x.org",
                "((((((((((((x)))))))))))) a@x.org",
            })
    void refusesWhatCouldBeReadInTwoWays(String value) {
        assertThatThrownBy(() -> parse(value)).isInstanceOf(AddressException.class);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThatThrownBy(() -> AuthorField.parse(new byte[] {'a', (byte) 0xE9, '@', 'x', '.', 'o', 'r', 'g'}))
                .isInstanceOf(AddressException.class);
    }

    @Test
    void keepsTheDisplayNameAsItStands() throws AddressException {
        assertThat(parse("\"Doe, A\"\r\n =?utf-8?Q?x?= (c) <a@x.org>")
                        .getFirst()
                        .displayName())
                .isEqualTo("\"Doe, A\" =?utf-8?Q?x?=");
    }

    /** What the reader of envelopes, which tolerates everything, finds in what is taken here has as many addresses. */
    @Test
    void agreesWithTheReaderOfEnvelopes() {
        String[] tokens = {"a@x.org", "b", " ", "<", ">", ",", ";", ":", "\"", "(", ")", "@", ".", "\\", "y.org", "["};
        Random random = new Random(1);
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(9); j >= 0; j--) {
                value.append(tokens[random.nextInt(tokens.length)]);
            }
            List<AuthorField.Mailbox> strict;
            try {
                strict = parse(value.toString());
            } catch (AddressException e) {
                continue;
            }
            taken++;
            assertThat(tolerant(value.toString())).as("<%s>", value).hasSameSizeAs(strict);
        }
        assertThat(taken).isGreaterThan(1_000);
    }

    private static List<Envelope.Address> tolerant(String value) {
        byte[] header = ("From: " + value + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return EnvelopeReader.read(header, HeaderBlock.fields(header), SummaryAllowance.whole()).from().stream()
                .filter(address -> address.host().isPresent())
                .toList();
    }
}
