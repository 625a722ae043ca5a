package io.postwerk.smtp.client;

import io.postwerk.mail.MessageSource;
import io.postwerk.net.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends a message after DATA: one more dot before each line that begins with a dot, then the terminator (RFC 5321 4.5.2). */
final class DotStuffer {
    private static final int BLOCK = 16 * 1024;
    private static final byte[] DOT = {'.'};

    private final Connection connection;
    // The two octets before the block; at the very start a line begins, as after CRLF.
    private byte beforeLast = '\r';
    private byte last = '\n';

    DotStuffer(Connection connection) {
        this.connection = connection;
    }

    /** Adds the message to the output, its last line ended, without the terminator. */
    void write(MessageSource message) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, message.size()))];
        long position = 0;
        while (position < message.size()) {
            int length = message.read(position, ByteBuffer.wrap(block));
            if (length < 0) {
                throw new IOException("message ended at octet " + position + " of " + message.size());
            }
            write(block, 0, length);
            position += length;
        }
        endLine();
    }

    /** Ends the last line, if it has no end. */
    void endLine() throws IOException {
        if (beforeLast != '\r' || last != '\n') {
            connection.write("\r\n");
        }
    }

    /** Adds a part of the message. */
    void write(byte[] block, int offset, int length) throws IOException {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (block[i] == '.' && isLineStart(block, offset, i)) {
                connection.write(block, start, i - start);
                connection.write(DOT);
                start = i;
            }
        }
        connection.write(block, start, end - start);
        if (length > 1) {
            beforeLast = block[end - 2];
            last = block[end - 1];
        } else if (length == 1) {
            beforeLast = last;
            last = block[offset];
        }
    }

    private boolean isLineStart(byte[] block, int offset, int i) {
        byte one = i > offset ? block[i - 1] : last;
        byte two = i > offset + 1 ? block[i - 2] : i == offset + 1 ? last : beforeLast;
        return one == '\n' && two == '\r';
    }
}
