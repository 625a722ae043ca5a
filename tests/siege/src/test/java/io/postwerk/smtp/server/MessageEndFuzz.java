package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Messages after DATA: wherever they are cut into pieces, the same octets are the message. */
public final class MessageEndFuzz {
    private MessageEndFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DotScanner one = new DotScanner();
        int end = one.scan(octets, octets.length, whole::write);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        DotScanner many = new DotScanner();
        int at = 0;
        while (at < octets.length && !many.ended()) {
            int length = Math.min(octets.length - at, 1 + (octets[at] & 7));
            at += many.scan(Arrays.copyOfRange(octets, at, at + length), length, pieces::write);
        }
        assertThat(at).isEqualTo(end);
        assertThat(many.ended()).isEqualTo(one.ended());
        assertThat(many.bareLineEnd()).isEqualTo(one.bareLineEnd());
        assertThat(many.nul()).isEqualTo(one.nul());
        // A message that is refused is not given on: how much of it was, hangs on the pieces.
        if (!one.bareLineEnd() && !one.nul()) assertThat(pieces.toByteArray()).isEqualTo(whole.toByteArray());
    }
}
