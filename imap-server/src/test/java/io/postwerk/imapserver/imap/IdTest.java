package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.memory.InMemoryMailboxStore;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 2971 3.3: ID has up to 30 fields with names of 30 octets and values of 1,024 octets, also before login. */
class IdTest {
    private static final int FIELDS = 30;
    private static final int NAME = 30;
    private static final int VALUE = 1024;

    @TempDir
    Path spool;

    private ImapFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ImapFixture(new InMemoryMailboxStore(), spool);
    }

    static Stream<Arguments> largest() {
        return Stream.of(
                Arguments.of("quoted", form(IdTest::quoted), form(IdTest::quoted)),
                Arguments.of("quoted, each octet escaped", form(IdTest::escaped), form(IdTest::escaped)),
                Arguments.of("literals", form(IdTest::literal), form(IdTest::literal)),
                Arguments.of("non-synchronizing literals", form(IdTest::literalPlus), form(IdTest::literalPlus)),
                Arguments.of("escaped names, values as literals", form(IdTest::escaped), form(IdTest::literalPlus)),
                Arguments.of("names as literals, escaped values", form(IdTest::literalPlus), form(IdTest::escaped)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void largest(String form, IntFunction<String> name, IntFunction<String> value) {
        String sent = fixture.converse(id(FIELDS, name.apply(NAME), value.apply(VALUE)), "a2 NOOP");
        assertThat(sent)
                .contains("* ID (\"name\" \"Postwerk\")\r\na1 OK ID completed\r\n")
                .contains("a2 OK");
    }

    @Test
    void afterLoginToo() {
        String sent = fixture.converse(
                "a0 LOGIN alice@example.org wonderland", id(FIELDS, escaped(NAME), escaped(VALUE)), "a2 NOOP");
        assertThat(sent).contains("\r\na1 OK ID completed\r\na2 OK");
    }

    @Test
    void largerIsBad() {
        assertThat(fixture.converse(id(FIELDS + 1, quoted(NAME), quoted(VALUE)), "a2 NOOP"))
                .contains("\r\na1 BAD Field without a value, or too many fields\r\na2 OK");
        assertThat(fixture.converse(id(1, quoted(NAME), quoted(VALUE + 1)), "a2 NOOP"))
                .contains("\r\na1 BAD Field too long\r\na2 OK");
        assertThat(fixture.converse(id(1, quoted(NAME + 1), quoted(VALUE)), "a2 NOOP"))
                .contains("\r\na1 BAD Field too long\r\na2 OK");
    }

    /** What a stranger may make the server hold stays bounded, as a line and as a command of literals. */
    @Test
    void farLargerIsRefused() {
        assertThat(fixture.converse(id(1, quoted(NAME), quoted(70_000)), "a2 NOOP"))
                .endsWith("* BYE Line too long\r\n");
        assertThat(fixture.converse(id(1, quoted(NAME), literalPlus(5_000)), "a2 NOOP"))
                .contains("\r\na1 BAD Literal too large\r\na2 OK");
        assertThat(fixture.converse(id(20, quoted(NAME), literalPlus(4_000)), "a2 NOOP"))
                .contains("\r\na1 BAD Command too large\r\na2 OK");
    }

    private static String id(int fields, String name, String value) {
        return IntStream.range(0, fields)
                .mapToObj(field -> name + " " + value)
                .collect(Collectors.joining(" ", "a1 ID (", ")"));
    }

    private static IntFunction<String> form(IntFunction<String> form) {
        return form;
    }

    private static String quoted(int octets) {
        return "\"" + "x".repeat(octets) + "\"";
    }

    private static String escaped(int octets) {
        return "\"" + "\\\"".repeat(octets) + "\"";
    }

    private static String literal(int octets) {
        return "{" + octets + "}\r\n" + "x".repeat(octets);
    }

    private static String literalPlus(int octets) {
        return "{" + octets + "+}\r\n" + "x".repeat(octets);
    }
}
