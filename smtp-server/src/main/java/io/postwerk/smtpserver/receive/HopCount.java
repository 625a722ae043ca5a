package io.postwerk.smtpserver.receive;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Counts the servers that a message has passed, by their Received fields (RFC 5321 6.3). */
final class HopCount {
    private static final int BLOCK = 8 * 1024;
    private static final byte[] NAME = "received:".getBytes(StandardCharsets.US_ASCII);

    private HopCount() {}

    /** Received fields in the header; counting ends at {@code limit}. */
    static int of(MessageSource message, int limit) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, message.size())];
        long position = 0;
        int hops = 0;
        int matched = 0; // octets of the name that this line has matched; -1: another field
        int column = 0; // octets of this line, CR not counted
        while (hops < limit) {
            int read = message.read(position, ByteBuffer.wrap(block));
            if (read < 0) {
                return hops;
            }
            for (int i = 0; i < read; i++) {
                byte octet = block[i];
                if (octet == '\n') {
                    if (column == 0) {
                        return hops;
                    }
                    column = 0;
                    matched = 0;
                } else if (octet != '\r') {
                    column++;
                    if (matched >= 0) {
                        matched = lower(octet) == NAME[matched] ? matched + 1 : -1;
                        if (matched == NAME.length) {
                            hops++;
                            matched = -1;
                        }
                    }
                }
            }
            position += read;
        }
        return limit;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }
}
