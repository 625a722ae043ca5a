package io.postwerk.mail;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what {@link CompactWriter} wrote; everything else is an {@link IllegalArgumentException}. */
public final class CompactReader {
    private final byte[] octets;
    private int at;

    public CompactReader(byte[] octets) {
        this.octets = octets;
    }

    public int octet() {
        if (at == octets.length) {
            throw new IllegalArgumentException("record ends too early");
        }
        return octets[at++] & 0xFF;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("record has a number that is too large");
    }

    public String text() {
        return characters(number());
    }

    public Optional<String> optional() {
        long lengthPlusOne = number();
        return lengthPlusOne == 0 ? Optional.empty() : Optional.of(characters(lengthPlusOne - 1));
    }

    /** What {@link CompactWriter#unicode} wrote. */
    public String unicode() {
        int count = count(1);
        String value = new String(octets, at, count, StandardCharsets.UTF_8);
        at += count;
        return value;
    }

    /** The length of a list, of which every element takes {@code atLeast} octets. */
    public int count(int atLeast) {
        long count = number();
        if (count > (octets.length - at) / atLeast) {
            throw new IllegalArgumentException("record has a list that is too long");
        }
        return (int) count;
    }

    public boolean hasMore() {
        return at < octets.length;
    }

    public void requireEnd() {
        if (at != octets.length) {
            throw new IllegalArgumentException("record has something after its end");
        }
    }

    private String characters(long length) {
        if (length > octets.length - at) {
            throw new IllegalArgumentException("record has a text that is too long");
        }
        String value = new String(octets, at, (int) length, StandardCharsets.ISO_8859_1);
        at += (int) length;
        return value;
    }
}
