package io.postwerk.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.EmailAddress;
import io.postwerk.smtp.SmtpCommandParser.Line;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 4.1 in tables of lines that follow it and lines that do not. */
class SmtpCommandParserTest {
    private static final String A64 = "a".repeat(64);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // RFC 5321 4.1.2
                "MAIL FROM:<alice@example.org>|alice|example.org",
                "mail from:<Alice@EXAMPLE.org>|Alice|example.org",
                "MAIL FROM: <alice@example.org>|alice|example.org",
                "MAIL FROM:<a.b+c=d/e@x-1.example>|a.b+c=d/e|x-1.example",
                "MAIL FROM:<!#$%&'*-?^_`{}~@example.org>|!#$%&'*-?^_`{}~|example.org",
                "MAIL FROM:<\"a b\"@example.org>|a b|example.org",
                "MAIL FROM:<\"a>b@c\"@example.org>|a>b@c|example.org",
                "MAIL FROM:<\"a\\\"b\\\\c\"@example.org>|a\"b\\c|example.org",
                "MAIL FROM:<\"plain\"@example.org>|plain|example.org",
                "MAIL FROM:<@relay.example:bob@example.org>|bob|example.org",
                "MAIL FROM:<@one.example,@two.example:bob@example.org>|bob|example.org",
                "MAIL FROM:<user@xn--bcher-kva.example>|user|xn--bcher-kva.example",
            })
    void readsReversePaths(String line, String localPart, String domain) {
        assertThat(command(line)).isInstanceOfSatisfying(SmtpCommand.Mail.class, mail -> {
            EmailAddress address = mail.reversePath().address().orElseThrow();
            assertThat(address.localPart()).isEqualTo(localPart);
            assertThat(address.domain().ascii()).isEqualTo(domain);
            assertThat(mail.parameters()).isEqualTo(EsmtpParameters.NONE);
        });
    }

    @Test
    void readsTheNullReversePath() {
        // RFC 5321 4.5.5
        assertThat(command("MAIL FROM:<>")).isEqualTo(new SmtpCommand.Mail(ReversePath.NULL, EsmtpParameters.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT TO:<user%elsewhere.test@example.org>|user%elsewhere.test|example.org",
                "RCPT TO:<\"user@elsewhere.test\"@example.org>|user@elsewhere.test|example.org",
                // RFC 5321 4.1.1.3: the final address is what counts
                "RCPT TO:<@example.org:user@elsewhere.test>|user|elsewhere.test",
                "rcpt to:<Postmaster@example.org>|Postmaster|example.org",
            })
    void readsForwardPaths(String line, String localPart, String domain) {
        assertThat(command(line))
                .isInstanceOfSatisfying(
                        SmtpCommand.Rcpt.class,
                        rcpt -> assertThat(rcpt.forwardPath())
                                .isInstanceOfSatisfying(ForwardPath.Mailbox.class, mailbox -> {
                                    assertThat(mailbox.address().localPart()).isEqualTo(localPart);
                                    assertThat(mailbox.address().domain().ascii())
                                            .isEqualTo(domain);
                                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<postmaster>",
                "RCPT TO:<Postmaster>",
                "RCPT TO:<POSTMASTER>",
                "RCPT TO:<\"postmaster\">"
            })
    void readsPostmasterWithoutADomain(String line) {
        // RFC 5321 4.5.1
        assertThat(command(line)).isEqualTo(new SmtpCommand.Rcpt(new ForwardPath.Postmaster(), EsmtpParameters.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL|501|5.5.4",
                "MAIL FROM|501|5.5.4",
                "MAIL TO:<a@example.org>|501|5.5.4",
                "MAIL FROM:|501|5.1.7",
                "MAIL FROM:a@example.org|501|5.1.7",
                "MAIL FROM:<a@example.org|501|5.1.7",
                "MAIL FROM:<<a@example.org>>|501|5.1.7",
                "MAIL FROM:<a>|501|5.1.7",
                "MAIL FROM:<postmaster>|501|5.1.7",
                "MAIL FROM:<@example.org>|501|5.1.7",
                "MAIL FROM:<a@>|501|5.1.7",
                "MAIL FROM:<a@.example>|501|5.1.7",
                "MAIL FROM:<a@example..org>|501|5.1.7",
                "MAIL FROM:<a@example.org.>|501|5.1.7",
                "MAIL FROM:<a@-example.org>|501|5.1.7",
                "MAIL FROM:<a@exa mple.org>|501|5.1.7",
                "MAIL FROM:<a@192.0.2.1>|501|5.1.7",
                "MAIL FROM:<a@b@example.org>|501|5.1.7",
                "MAIL FROM:<.a@example.org>|501|5.1.7",
                "MAIL FROM:<a.@example.org>|501|5.1.7",
                "MAIL FROM:<a..b@example.org>|501|5.1.7",
                "MAIL FROM:<a b@example.org>|501|5.1.7",
                "MAIL FROM:<a,b@example.org>|501|5.1.7",
                "MAIL FROM:<\"a@example.org>|501|5.1.7",
                "MAIL FROM:<\"a\"b@example.org>|501|5.1.7",
                "MAIL FROM:<\"\"@example.org>|501|5.1.7",
                "MAIL FROM:<\"a\\\"@example.org>|501|5.1.7",
                "MAIL FROM:<@one.example,bob@example.org>|501|5.1.7",
                "MAIL FROM:<@one.example:>|501|5.1.7",
                "MAIL FROM:<@:bob@example.org>|501|5.1.7",
                "MAIL FROM:<a@[192.0.2.1]>|553|5.1.7",
                "MAIL FROM:<a@[IPv6:2001:db8::1]>|553|5.1.7",
                "MAIL FROM:<a@[192.0.2.256]>|501|5.1.7",
                "MAIL FROM:<a@[x]>|501|5.1.7",
                "MAIL FROM:<a@[]>|501|5.1.7",
                "MAIL FROM:<a@b.example>SIZE=1|501|5.5.4",
                "MAIL FROM:<a@b.example> =1|501|5.5.4",
                "MAIL FROM:<a@b.example> SIZE=|501|5.5.4",
                "MAIL FROM:<a@b.example> SIZE=1 SIZE=2|501|5.5.4",
                "MAIL FROM:<a@b.example> SIZE=1 size=2|501|5.5.4",
                "MAIL FROM:<a@b.example> A_B=1|501|5.5.4",
                "MAIL FROM:<a@b.example> A=b=c|501|5.5.4",
                "RCPT|501|5.5.4",
                "RCPT FROM:<a@example.org>|501|5.5.4",
                "RCPT TO:<>|501|5.1.3",
                "RCPT TO:<a>|501|5.1.3",
                "RCPT TO:<a@[192.0.2.1]>|550|5.1.2",
                "RCPT TO:<a@[IPv6:::ffff:192.0.2.1]>|550|5.1.2",
                "RCPT TO:<a@b..example>|501|5.1.3",
                "DATA now|501|5.5.4",
                "RSET x|501|5.5.4",
                "QUIT x|501|5.5.4",
                "STARTTLS x|501|5.5.4",
                "VRFY|501|5.5.4",
                "EXPN|501|5.5.4",
                "VRFY a\tb|501|5.5.4",
                "HELO|501|5.5.4",
                "EHLO|501|5.5.4",
                "LHLO|501|5.5.4",
                "EHLO two words|501|5.5.4",
                "EHLO (x)|501|5.5.4",
                "AUTH|501|5.5.4",
                "AUTH PL@IN|501|5.5.4",
                "AUTH ABCDEFGHIJKLMNOPQRSTU|501|5.5.4",
                "AUTH PLAIN !|501|5.5.2",
                "AUTH PLAIN YQ|501|5.5.2",
                "AUTH PLAIN YQ== YQ==|501|5.5.2",
            })
    void refuses(String line, int code, String enhanced) {
        assertThat(parse(line)).isInstanceOfSatisfying(Line.BadSyntax.class, malformed -> {
            assertThat(malformed.reply().code()).isEqualTo(code);
            assertThat(malformed.reply().enhanced()).hasToString("Optional[" + enhanced + "]");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<\u00fc@example.org>",
                "RCPT TO:<a@b\u00fccher.example>",
                "RCPT TO:<\"\u00e9\"@example.org>"
            })
    void refusesAddressesOutsideAscii(String line) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Line.BadSyntax.class,
                        malformed -> assertThat(malformed.reply()).isEqualTo(Replies.NON_ASCII_ADDRESS));
    }

    @Test
    void holdsTheLimitsOfPaths() {
        // RFC 5321 4.5.3.1.1
        assertThat(command("MAIL FROM:<" + A64 + "@example.org>")).isInstanceOf(SmtpCommand.Mail.class);
        assertThat(parse("MAIL FROM:<" + A64 + "a@example.org>")).isInstanceOf(Line.BadSyntax.class);
        assertThat(command("MAIL FROM:<\"" + "a".repeat(62) + "\"@example.org>"))
                .isInstanceOf(SmtpCommand.Mail.class);
        assertThat(parse("MAIL FROM:<\"" + "a".repeat(63) + "\"@example.org>")).isInstanceOf(Line.BadSyntax.class);
        // RFC 5321 4.5.3.1.3: 256 octets with the brackets
        String domain = "d".repeat(63) + "." + "e".repeat(63) + "." + "f".repeat(59) + ".x";
        String longest = "<" + A64 + "@" + domain + ">";
        assertThat(longest).hasSize(256);
        assertThat(command("RCPT TO:" + longest)).isInstanceOf(SmtpCommand.Rcpt.class);
        assertThat(parse("RCPT TO:<" + A64 + "@" + domain + "y>")).isInstanceOf(Line.BadSyntax.class);
        assertThat(parse("RCPT TO:<@r.example:" + longest.substring(1))).isInstanceOf(Line.BadSyntax.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EHLO mx.example.org|DOMAIN",
                "EHLO localhost|DOMAIN",
                "EHLO [192.0.2.1]|ADDRESS_LITERAL",
                "EHLO [IPv6:2001:db8::1]|ADDRESS_LITERAL",
                "EHLO [ipv6:::1]|ADDRESS_LITERAL",
                "EHLO 192.0.2.1|UNUSUAL",
                "EHLO [192.0.2.300]|UNUSUAL",
                "EHLO [1.2.3]|UNUSUAL",
                "EHLO [IPv6:1.2.3.4]|UNUSUAL",
                "EHLO my_pc|UNUSUAL",
                "EHLO mx.example.org   |DOMAIN",
            })
    void readsHello(String line, HelloName.Kind kind) {
        assertThat(command(line))
                .isInstanceOfSatisfying(
                        SmtpCommand.Ehlo.class,
                        ehlo -> assertThat(ehlo.name().kind()).isEqualTo(kind));
    }

    @Test
    void refusesAHelloOfMoreThan255Octets() {
        // RFC 5321 4.5.3.1.2
        assertThat(command("HELO " + "a".repeat(255))).isInstanceOf(SmtpCommand.Helo.class);
        assertThat(parse("HELO " + "a".repeat(256))).isInstanceOf(Line.BadSyntax.class);
    }

    @Test
    void readsParametersInTheirOrder() {
        // RFC 4954 5: "<>" is a value of AUTH
        SmtpCommand command = command("MAIL FROM:<a@b.example> size=100  BODY=8BITMIME X-FLAG AUTH=<>");
        assertThat(command)
                .isInstanceOfSatisfying(
                        SmtpCommand.Mail.class,
                        mail -> assertThat(mail.parameters().values())
                                .containsExactly(
                                        Map.entry("SIZE", Optional.of("100")),
                                        Map.entry("BODY", Optional.of("8BITMIME")),
                                        Map.entry("X-FLAG", Optional.empty()),
                                        Map.entry("AUTH", Optional.of("<>"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOOP|NOOP",
                "noop anything at all|NOOP",
                "HELP|HELP",
                "HELP MAIL|HELP",
                "DATA|DATA",
                "DATA \t |DATA",
                "RSET|RSET",
                "quit|QUIT",
                "StartTLS|STARTTLS",
                "VRFY <alice>|VRFY",
                "EXPN list|EXPN"
            })
    // RFC 5321 2.4: verbs in any case
    void readsTheRest(String line, SmtpVerb verb) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Line.Valid.class, valid -> assertThat(valid.verb()).isEqualTo(verb));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "MAILFROM:<a@b.example>",
                "X",
                "SEND FROM:<a@b.example>",
                " NOOP",
                "\tNOOP",
                "NOOP\t",
                "GET / HTTP/1.1",
                "UNKNOWN",
                "\0",
                "DATA\0"
            })
    void knowsWhatItDoesNotKnow(String line) {
        if (line.equals("NOOP\t")) {
            assertThat(command(line)).isEqualTo(new SmtpCommand.Noop());
        } else {
            assertThat(parse(line)).isEqualTo(new Line.UnknownVerb());
        }
    }

    @Test
    void readsAuth() {
        assertThat(command("AUTH PLAIN")).isEqualTo(new SmtpCommand.Auth("PLAIN", Optional.empty()));
        assertThat(command("auth scram-sha-256 biwsbj11c2Vy"))
                .isEqualTo(new SmtpCommand.Auth("SCRAM-SHA-256", Optional.of(octets("n,,n=user"))));
        // RFC 4954 4: "=" is an empty response
        assertThat(command("AUTH EXTERNAL =")).isEqualTo(new SmtpCommand.Auth("EXTERNAL", Optional.of(new byte[0])));
    }

    @Test
    void hidesInitialResponses() {
        String secret = Base64.getEncoder().encodeToString(octets("\0alice\0wonderland"));
        assertThat(parse("AUTH PLAIN " + secret).toString()).contains("PLAIN").doesNotContain(secret);
    }

    @Test
    void takesLongLinesOfAuthAlone() {
        // RFC 5321 4.5.3.1.4, RFC 4954 4
        assertThat(parse("NOOP " + "x".repeat(2041))).isInstanceOf(Line.Valid.class);
        assertThat(parse("NOOP " + "x".repeat(2042))).isEqualTo(new Line.BadLine(Replies.LINE_TOO_LONG));
        assertThat(parse("x".repeat(2047))).isEqualTo(new Line.BadLine(Replies.LINE_TOO_LONG));
        assertThat(parse("AUTH PLAIN " + "A".repeat(4000))).isInstanceOf(Line.Valid.class);
    }

    @Test
    void neverFails() {
        Random random = new Random(5321);
        String[] seeds = {
            "MAIL FROM:<a@example.org> SIZE=1 BODY=8BITMIME",
            "RCPT TO:<@a.example,@b.example:\"x y\\\"z\"@example.org> XDELIVERYID=a+2B",
            "AUTH PLAIN AGFsaWNl",
            "EHLO [IPv6:2001:db8::1]",
            "RCPT TO:<u@[192.0.2.1]>",
            "VRFY x",
            "NOOP"
        };
        for (int i = 0; i < 200_000; i++) {
            byte[] line = octets(seeds[random.nextInt(seeds.length)]);
            for (int changes = random.nextInt(5); changes > 0; changes--) {
                int at = random.nextInt(line.length);
                if (random.nextInt(4) == 0) {
                    line = octets(text(line).substring(0, at)
                            + "<>\"@[]:\\ ".charAt(random.nextInt(9))
                            + text(line).substring(at));
                } else {
                    line[at] = (byte) random.nextInt(256);
                }
            }
            Line read = SmtpCommandParser.parse(line);
            if (read instanceof Line.Valid(SmtpVerb _, SmtpCommand command)) {
                // What is taken can be said again, and means the same.
                String written = SmtpCommandWriter.write(command);
                assertThat(written).endsWith("\r\n");
                String again = written.substring(0, written.length() - 2);
                assertThat(again).doesNotContain("\r", "\n");
                assertThat(command(again)).isEqualTo(command);
            } else if (read instanceof Line.BadSyntax(SmtpVerb _, SmtpReply reply)) {
                assertThat(reply.isPermanent()).isTrue();
            }
        }
    }

    private static Line parse(String line) {
        return SmtpCommandParser.parse(octets(line));
    }

    private static SmtpCommand command(String line) {
        return ((Line.Valid) parse(line)).command();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
