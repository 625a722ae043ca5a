package io.postwerk.smtpserver.bounce;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The header of a message, as whole lines and within a limit. */
final class HeaderCopy {
    private HeaderCopy() {}

    /** The lines before the empty one, with their CRLF; those that begin within {@code maxOctets} and end there. */
    static byte[] of(MessageSource message, int maxOctets) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(maxOctets, message.size()));
        while (buffer.hasRemaining()) {
            if (message.read(buffer.position(), buffer) < 0) {
                break;
            }
        }
        byte[] octets = buffer.array();
        int length = buffer.position();
        int line = 0;
        for (int i = 0; i + 1 < length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n') {
                if (i == line) {
                    return Arrays.copyOf(octets, line);
                }
                line = i + 2;
            }
        }
        return Arrays.copyOf(octets, line);
    }
}
