package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {
    private static Optional<LiteralHeader> literal(String line) {
        return LiteralHeader.atEndOf(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void literalHeaders() {
        assertThat(literal("a LOGIN {0}")).contains(new LiteralHeader(0, true, 8));
        // RFC 7888 4
        assertThat(literal("{12+}")).contains(new LiteralHeader(12, false, 0));
        assertThat(literal("{4294967295}")).contains(new LiteralHeader(4_294_967_295L, true, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "}",
                "{}",
                "{+}",
                "{1",
                "1}",
                "{1}x",
                "{-1}",
                "{1 }",
                "{1++}",
                "{+1}",
                "{a}",
                "{4294967296}",
                "{99999999999}"
            })
    void noLiteralHeaders(String line) {
        assertThat(literal(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a APPEND x {3}", "a append x (\\Seen) {3+}", "a APPEND \"x\" {3}", "a APPEND  {3}"})
    void messageOfAppend(String line) {
        assertThat(ImapCommandFixture.text(line).awaitsMessage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a APPEND {3}",
                "a APPEND {3+}",
                "a LOGIN {3}",
                "APPEND x {3}",
                "a APPEND x",
                "a XAPPEND x {3}",
                "{3}"
            })
    void noMessageOfAppend(String line) {
        assertThat(ImapCommandFixture.text(line).awaitsMessage()).isFalse();
    }

    @Test
    void messageAfterAMailboxNameThatIsALiteral() {
        CommandText text = ImapCommandFixture.text("a APPEND {3}", "foo", " (\\Seen) {10}");
        assertThat(text.awaitsMessage()).isTrue();
        assertThat(text.octets()).isEqualTo(12 + 3 + 13);
    }
}
