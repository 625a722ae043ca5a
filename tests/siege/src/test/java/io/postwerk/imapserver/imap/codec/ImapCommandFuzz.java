package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.codec.ImapCommandParser.Line;
import io.postwerk.tests.siege.fuzz.Lines;
import java.nio.charset.StandardCharsets;

/** Commands of IMAP clients, with a literal after each line that announces one. */
public final class ImapCommandFuzz {
    private ImapCommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (byte[] line : Lines.of(octets)) {
            CommandText text = new CommandText(line);
            while (text.pendingLiteral().isPresent() && !text.awaitsMessage()) {
                text.add(new byte[] {'a', 'b', 'c'}, " x".getBytes(StandardCharsets.US_ASCII));
            }
            if (ImapCommandParser.parse(text, CodecLimits.DEFAULT) instanceof Line.BadSyntax bad) {
                assertThat(bad.problem().getMessage()).isNotBlank();
            }
        }
    }
}
