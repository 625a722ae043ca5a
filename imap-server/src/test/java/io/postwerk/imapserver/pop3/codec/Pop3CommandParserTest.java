package io.postwerk.imapserver.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.pop3.codec.Pop3CommandParser.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939 3 (commands), RFC 2449 4, RFC 5034 4: the grammar, as tables. */
class Pop3CommandParserTest {
    private static Line parse(String line) {
        return Pop3CommandParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> valid() {
        return Stream.of(
                Arguments.of("CAPA", new Pop3Command.Capa()),
                Arguments.of("capa ", new Pop3Command.Capa()),
                Arguments.of("StLs", new Pop3Command.Stls()),
                Arguments.of("USER alice@example.org", new Pop3Command.User("alice@example.org")),
                Arguments.of("user a b ", new Pop3Command.User("a b")),
                Arguments.of("USER jürgen", new Pop3Command.User("jürgen")),
                Arguments.of("PASS wonderland", new Pop3Command.Pass("wonderland")),
                // RFC 1939 7: spaces may be a part of the password
                Arguments.of("PASS  two  words ", new Pop3Command.Pass(" two  words ")),
                Arguments.of("PASS ", new Pop3Command.Pass("")),
                Arguments.of("AUTH PLAIN", new Pop3Command.Auth("PLAIN", Optional.empty())),
                Arguments.of("auth scram-sha-256", new Pop3Command.Auth("SCRAM-SHA-256", Optional.empty())),
                Arguments.of("AUTH PLAIN =", new Pop3Command.Auth("PLAIN", Optional.of("="))),
                Arguments.of("AUTH PLAIN AGE= ", new Pop3Command.Auth("PLAIN", Optional.of("AGE="))),
                Arguments.of("STAT", new Pop3Command.Stat()),
                Arguments.of("LIST", new Pop3Command.List(OptionalInt.empty())),
                Arguments.of("LIST ", new Pop3Command.List(OptionalInt.empty())),
                Arguments.of("LIST 2", new Pop3Command.List(OptionalInt.of(2))),
                Arguments.of("LIST 0", new Pop3Command.List(OptionalInt.of(0))),
                Arguments.of("RETR 007", new Pop3Command.Retr(7)),
                Arguments.of("RETR 1 ", new Pop3Command.Retr(1)),
                Arguments.of("RETR 2147483647", new Pop3Command.Retr(Integer.MAX_VALUE)),
                Arguments.of("RETR 2147483648", new Pop3Command.Retr(Integer.MAX_VALUE)),
                Arguments.of("RETR 99999999999999999999999999", new Pop3Command.Retr(Integer.MAX_VALUE)),
                Arguments.of("DELE 3", new Pop3Command.Dele(3)),
                Arguments.of("NOOP", new Pop3Command.Noop()),
                Arguments.of("RSET", new Pop3Command.Rset()),
                Arguments.of("TOP 1 0", new Pop3Command.Top(1, 0)),
                Arguments.of("TOP 1 10", new Pop3Command.Top(1, 10)),
                Arguments.of("UIDL", new Pop3Command.Uidl(OptionalInt.empty())),
                Arguments.of("uidl 4", new Pop3Command.Uidl(OptionalInt.of(4))),
                Arguments.of("QUIT", new Pop3Command.Quit()));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void reads(String line, Pop3Command expected) {
        assertThat(parse(line)).isInstanceOfSatisfying(Line.Valid.class, valid -> {
            assertThat(valid.command()).isEqualTo(expected);
            assertThat(line.toUpperCase(Locale.ROOT)).startsWith(valid.verb().name());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAPA x",
                "STLS now",
                "USER",
                "USER ",
                "PASS",
                "AUTH",
                "AUTH ",
                "AUTH PLAIN a b",
                "AUTH PLAIN  x",
                "AUTH PL@IN",
                "AUTH ABCDEFGHIJKLMNOPQRSTU",
                "STAT 1",
                "LIST x",
                "LIST -1",
                "LIST 1 2",
                "LIST  1",
                "LIST +1",
                "LIST ١",
                "RETR",
                "RETR ",
                "RETR one",
                "RETR 1x",
                "RETR 00000000000000000000000000000000000000001",
                "DELE",
                "DELE 1 2",
                "NOOP x",
                "RSET x",
                "TOP",
                "TOP 1",
                "TOP 1 ",
                "TOP 1 -1",
                "TOP  1 1",
                "TOP 1 1 1",
                "UIDL x",
                "QUIT now"
            })
    void refusesArguments(String line) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Line.BadSyntax.class,
                        bad -> assertThat(line)
                                .startsWithIgnoringCase(bad.verb().name()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", " STAT", "STATS", "APOP a b", "XTND", "STAT\t", "ST\0AT", "USER\talice", "RETR\u00a01"})
    void knowsNothingElse(String line) {
        assertThat(parse(line)).isEqualTo(new Line.UnknownVerb());
    }

    @Test
    void takesNoOctetsThatAreNotUtf8() {
        assertThat(Pop3CommandParser.parse(new byte[] {'U', 'S', 'E', 'R', ' ', (byte) 0xE9}))
                .isEqualTo(new Line.UnknownVerb());
        assertThat(Pop3CommandParser.parse(new byte[] {'P', 'A', 'S', 'S', ' ', 'a', 0, 'b'}))
                .isEqualTo(new Line.UnknownVerb());
    }

    @Test
    void secretsAreNotShown() {
        assertThat(parse("PASS wonderland").toString()).doesNotContain("wonderland");
        assertThat(parse("AUTH PLAIN AGFsaWNl").toString()).doesNotContain("AGFsaWNl");
    }

    @Test
    void keywordsHaveAnyCaseInAnyLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertThat(parse("quit")).isEqualTo(new Line.Valid(Pop3Verb.QUIT, new Pop3Command.Quit()));
            assertThat(parse("list"))
                    .isEqualTo(new Line.Valid(Pop3Verb.LIST, new Pop3Command.List(OptionalInt.empty())));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anyOctetsAreAnsweredByAValue() {
        Random random = new Random(1939);
        List<String> stems =
                Stream.of(Pop3Verb.values()).map(verb -> verb.name() + " ").toList();
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(24)];
            random.nextBytes(noise);
            byte[] stem = stems.get(random.nextInt(stems.size())).getBytes(StandardCharsets.US_ASCII);
            byte[] line = noise;
            if (random.nextBoolean()) {
                line = new byte[stem.length + noise.length];
                System.arraycopy(stem, 0, line, 0, stem.length);
                System.arraycopy(noise, 0, line, stem.length, noise.length);
            }
            Line parsed = Pop3CommandParser.parse(line);
            if (parsed instanceof Line.Valid(var verb, Pop3Command.Retr(int number)))
                assertThat(number).isNotNegative();
        }
    }
}
