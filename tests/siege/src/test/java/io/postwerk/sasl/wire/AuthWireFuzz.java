package io.postwerk.sasl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.tests.siege.fuzz.Lines;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The auth protocol and lookups, both sides of each: what is understood is written as one line that means the same. */
public final class AuthWireFuzz {
    private interface Parser {
        WireMessage parse(String line) throws WireException;
    }

    private static final List<Parser> PARSERS =
            List.of(AuthCommand::parse, AuthServerMessage::parse, UserdbCommand::parse, UserdbServerMessage::parse);

    private AuthWireFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (byte[] line : Lines.of(octets)) {
            String text = new String(line, StandardCharsets.UTF_8);
            for (Parser parser : PARSERS) check(parser, text);
        }
    }

    private static void check(Parser parser, String line) {
        WireMessage message;
        try {
            message = parser.parse(line);
        } catch (WireException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return;
        }
        String written = new String(message.octets(), StandardCharsets.UTF_8);
        assertThat(written.indexOf('\n')).isEqualTo(written.length() - 1);
        try {
            assertThat(parser.parse(written.substring(0, written.length() - 1)).octets())
                    .isEqualTo(message.octets());
        } catch (WireException e) {
            throw new AssertionError("what was written is not understood: " + written, e);
        }
    }
}
