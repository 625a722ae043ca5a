package io.postwerk.sasl.wire;

import java.nio.charset.StandardCharsets;

/** One line of the auth protocol. */
public interface WireMessage {

    /** Writes the fields of the line. */
    void writeTo(LineText line);

    /** The line with its LF, as sent. */
    default byte[] octets() {
        var line = new LineText();
        writeTo(line);
        return line.finish().getBytes(StandardCharsets.UTF_8);
    }
}
