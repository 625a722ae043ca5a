package io.postwerk.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes records of small numbers and texts in few octets; {@link CompactReader} reads them. Numbers are unsigned LEB128;
 * a text is its length and its octets; what is optional has its length plus one, or 0.
 */
public final class CompactWriter {
    private byte[] octets;
    private int length;

    public CompactWriter() {
        this(512);
    }

    /** @param expected about how many octets it will be */
    public CompactWriter(int expected) {
        octets = new byte[Math.max(expected, 16)];
    }

    public CompactWriter octet(int value) {
        reserve(1);
        octets[length++] = (byte) value;
        return this;
    }

    /** @param value not negative */
    public CompactWriter number(long value) {
        reserve(10);
        long rest = value;
        while (rest > 0x7F) {
            octets[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        octets[length++] = (byte) rest;
        return this;
    }

    /** @param value every char an octet */
    public CompactWriter text(String value) {
        number(value.length());
        characters(value);
        return this;
    }

    /** @param value every char an octet */
    public CompactWriter optional(Optional<String> value) {
        if (value.isEmpty()) {
            octet(0);
        } else {
            number(value.get().length() + 1L);
            characters(value.get());
        }
        return this;
    }

    /** Any text, as UTF-8. */
    public CompactWriter unicode(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, octets, length, encoded.length);
        length += encoded.length;
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(octets, length);
    }

    private void characters(String value) {
        reserve(value.length());
        for (int i = 0; i < value.length(); i++) {
            octets[length++] = (byte) value.charAt(i);
        }
    }

    private void reserve(int count) {
        if (octets.length - length < count) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + count));
        }
    }
}
