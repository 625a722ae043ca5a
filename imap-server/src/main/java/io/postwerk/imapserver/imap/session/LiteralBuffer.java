package io.postwerk.imapserver.imap.session;

import io.postwerk.net.MemoryAccount;
import io.postwerk.net.MemoryBudget.Use;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Collects a literal that a command needs in memory. It grows with what arrives, not with what is announced. While memory is
 * low it waits, and with it the client; after that it drops what there is, and what comes.
 */
final class LiteralBuffer extends OutputStream {
    private static final int FIRST_ALLOCATION = 1024;

    private final MemoryAccount memory;
    private final int most;
    private final Duration patience;
    private byte[] octets = new byte[0];
    private int length;
    private boolean refused;

    /**
     * @param most octets that come at most
     * @param patience how long to wait for memory
     */
    LiteralBuffer(MemoryAccount memory, int most, Duration patience) {
        this.memory = memory;
        this.most = most;
        this.patience = patience;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        if (refused || !makeRoom(count)) {
            return;
        }
        System.arraycopy(from, offset, octets, length, count);
        length += count;
    }

    private boolean makeRoom(int count) throws IOException {
        if (count <= octets.length - length) {
            return true;
        }
        int size = Math.max(length + count, Math.min(most, Math.max(2 * octets.length, FIRST_ALLOCATION)));
        if (!memory.take(Use.COMMAND, size - octets.length, patience)) {
            refused = true;
            close();
            return false;
        }
        octets = Arrays.copyOf(octets, size);
        return true;
    }

    /** Whether there was no memory for it. */
    boolean refused() {
        return refused;
    }

    /** What came. Its memory is taken until it is given back by the caller. */
    byte[] take() {
        byte[] whole = length == octets.length ? octets : Arrays.copyOf(octets, length);
        memory.giveBack(octets.length - length);
        octets = new byte[0];
        return whole;
    }

    /** Gives back what was not taken over. */
    @Override
    public void close() {
        memory.giveBack(octets.length);
        octets = new byte[0];
        length = 0;
    }
}
