package io.postwerk.net;

import io.postwerk.net.MemoryBudget.Use;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The buffer of octets that were read and not consumed, with the search for line ends. Strict: CRLF ends a line, a CR or LF
 * alone never does (RFC 5321 2.3.8). The octets of a line that is too long are discarded as they arrive, so memory is
 * bounded by the longest allowed line. Used by the session's thread only.
 */
final class LineBuffer {

    /** The largest buffer that is taken for reading ahead; only a long line makes it larger. */
    static final int LARGEST = 32_768;

    /** Capacity that is kept while the buffer is empty. */
    private static final int LARGEST_IDLE = 4_096;

    private static final int SMALLEST = 512;
    private static final byte[] NONE = {};

    private final MemoryAccount memory;
    private byte[] octets = NONE;
    private int start;
    private int end;

    /** No CRLF begins before this index. */
    private int scanned;

    private boolean bare;
    private boolean tooLong;

    LineBuffer(MemoryAccount memory) {
        this.memory = memory;
    }

    int length() {
        return end - start;
    }

    /**
     * How much memory is needed before another octet can be added: none, unless a long line has filled the buffer. Whoever
     * has taken it for COMMAND calls {@link #grow}.
     */
    int needed() {
        return start == 0 && end == octets.length && end >= LARGEST_IDLE ? octets.length : 0;
    }

    /** Doubles the buffer. */
    void grow() {
        octets = Arrays.copyOf(octets, octets.length * 2);
    }

    /** Makes room behind the octets that are there. Returns how many of the wanted ones fit: none only if memory is {@link #needed}. */
    int reserve(int wanted) {
        if (start == end) {
            start = end = scanned = 0;
            if (octets.length < wanted && octets.length < LARGEST) {
                replace(Math.clamp(Integer.highestOneBit(wanted * 2 - 1), SMALLEST, LARGEST));
            }
        } else if (end == octets.length) {
            byte[] target = octets;
            if (start < octets.length / 2 && octets.length < LARGEST_IDLE) {
                target = new byte[octets.length * 2];
                memory.count(octets.length);
            }
            System.arraycopy(octets, start, target, 0, end - start);
            octets = target;
            scanned -= start;
            end -= start;
            start = 0;
        }
        return Math.min(wanted, octets.length - end);
    }

    /** The array in which {@link #reserve} made room, to be filled from {@link #end} on. */
    byte[] array() {
        return octets;
    }

    int end() {
        return end;
    }

    void added(int count) {
        end += count;
    }

    /**
     * Whether the end of a line is there, for {@link #takeLine}.
     *
     * @param maxOctets the longest line to allow, with its CRLF
     */
    boolean findLine(int maxOctets) {
        byte[] in = octets;
        int i = scanned;
        while (i < end) {
            byte octet = in[i];
            if (octet == '\r') {
                if (i + 1 == end) {
                    break; // Whether an LF follows is not known yet.
                }
                if (in[i + 1] == '\n') {
                    scanned = i;
                    tooLong |= i + 2 - start > maxOctets;
                    return true;
                }
                bare = true;
            } else if (octet == '\n') {
                bare = true;
            }
            i++;
        }
        scanned = i;
        // The line will contain at least the buffered octets and an LF.
        if (tooLong || end - start + 1 > maxOctets) {
            tooLong = true;
            start = i;
        }
        return false;
    }

    /** Takes the line whose end {@link #findLine} has found. */
    byte[] takeLine(int maxOctets) throws LineTooLongException, BareLineEndException {
        int from = start;
        boolean wasTooLong = tooLong;
        boolean wasBare = bare;
        start = scanned + 2;
        forgetLine();
        if (wasTooLong) {
            throw new LineTooLongException(maxOctets);
        }
        if (wasBare) {
            throw new BareLineEndException();
        }
        return Arrays.copyOfRange(octets, from, start - 2);
    }

    /** All octets that are there, read-only. */
    ByteBuffer view() {
        return ByteBuffer.wrap(octets, start, end - start).asReadOnlyBuffer();
    }

    /** Takes octets from the front. */
    void consume(int count) {
        if (count < 0 || count > end - start) {
            throw new IllegalArgumentException(count + " octets to consume, of " + (end - start));
        }
        start += count;
        forgetLine();
    }

    void clear() {
        start = end = 0;
        forgetLine();
        shrink();
    }

    /** Gives memory back when nothing is buffered: a connection may be idle for long. */
    void shrink() {
        if (start == end && octets.length > LARGEST_IDLE) {
            memory.giveBack(octets.length);
            octets = NONE;
            start = end = scanned = 0;
        }
    }

    /** Takes an empty buffer of another size; a smaller one while memory is low. */
    private void replace(int size) {
        memory.giveBack(octets.length);
        octets = NONE;
        int fits = size;
        if (size <= LARGEST_IDLE) {
            memory.count(size);
        } else if (!memory.tryTake(Use.BUFFER, size)) {
            fits = LARGEST_IDLE;
            memory.count(fits);
        }
        octets = new byte[fits];
    }

    private void forgetLine() {
        scanned = start;
        bare = false;
        tooLong = false;
    }
}
