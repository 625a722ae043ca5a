package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseBuilderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b|\"a b\"",
                "``|\"\"",
                "a\"b\\c|\"a\\\"b\\\\c\"",
                "NIL|\"NIL\"",
            })
    void quoted(String text, String wire) {
        assertThat(new ResponseBuilder().string(text)).hasToString(wire);
    }

    @Test
    void literals() {
        assertThat(new ResponseBuilder().string("a\r\nb")).hasToString("{4}\r\na\r\nb");
        assertThat(new ResponseBuilder().string(new byte[] {(byte) 0xe9})).hasToString("{1}\r\n\u00e9");
        assertThat(new ResponseBuilder().string("x".repeat(1001)).toString()).startsWith("{1001}\r\nx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"INBOX|INBOX", "a b|\"a b\"", "``|\"\"", "nil|\"nil\"", "a]b|a]b", "a*|\"a*\"", "a{|\"a{\""})
    void astrings(String text, String wire) {
        assertThat(new ResponseBuilder().astring(text)).hasToString(wire);
    }

    @Test
    void nilAndLists() {
        assertThat(new ResponseBuilder()
                        .optionalOctets(Optional.empty())
                        .space()
                        .optionalOctets(Optional.of("x"))
                        .space()
                        .list(List.of(1L, 2L), ResponseBuilder::number)
                        .list(List.<Long>of(), ResponseBuilder::number))
                .hasToString("NIL \"x\" (1 2)()");
    }

    @Test
    void statusResponses() {
        assertThat(StatusResponses.completed("NOOP").tagged("a1")).asString().isEqualTo("a1 OK NOOP completed\r\n");
        assertThat(StatusResponses.uidNext(7).untagged())
                .asString()
                .isEqualTo("* OK [UIDNEXT 7] Predicted next UID\r\n");
        assertThat(StatusResponses.terminated("a\r\nb").untagged()).asString().isEqualTo("* BYE a??b\r\n");
        // RFC 4315 3
        assertThat(StatusResponses.copied("COPY", 38505, "304,319:320", "3956:3958")
                        .tagged("A004"))
                .asString()
                .isEqualTo("A004 OK [COPYUID 38505 304,319:320 3956:3958] COPY completed\r\n");
        assertThat(StatusResponses.appended(38505, 3955).tagged("A003"))
                .asString()
                .isEqualTo("A003 OK [APPENDUID 38505 3955] APPEND completed\r\n");
    }

    @Test
    void serverData() {
        assertThat(UntaggedResponses.list(false, List.of("\\HasNoChildren"), "Entw\u00fcrfe 1"))
                .asString()
                .isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Entw&APw-rfe 1\"\r\n");
        assertThat(UntaggedResponses.hierarchy(true)).asString().isEqualTo("* LSUB (\\Noselect) \"/\" \"\"\r\n");
        assertThat(UntaggedResponses.search(List.of(2L, 84L))).asString().isEqualTo("* SEARCH 2 84\r\n");
        assertThat(UntaggedResponses.search(List.of())).asString().isEqualTo("* SEARCH\r\n");
        // RFC 2342 5
        assertThat(UntaggedResponses.namespace()).asString().isEqualTo("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
        assertThat(UntaggedResponses.status(
                        "blurdybloop", new EnumMap<>(Map.of(StatusItem.MESSAGES, 231L, StatusItem.UIDNEXT, 44292L))))
                .asString()
                .isEqualTo("* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)\r\n");
    }

    @Test
    void internalDate() {
        assertThat(ImapDates.format(Instant.parse("1996-07-07T02:44:25Z"))).isEqualTo(" 7-Jul-1996 02:44:25 +0000");
    }
}
