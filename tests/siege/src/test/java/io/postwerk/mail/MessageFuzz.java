package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Any octets are a message with a summary, which is read back as it was written. */
public final class MessageFuzz {
    private MessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) throws IOException {
        MessageSummary summary = MessageSummary.of(MessageSource.of(octets));
        assertThat(summary.body().octets().end()).isEqualTo(octets.length);
        assertThat(MessageSummary.decode(summary.encode())).isEqualTo(summary);
    }
}
