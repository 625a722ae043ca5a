package io.postwerk.mail;

import java.util.Arrays;
import java.util.Optional;

/** Writes small numbers and texts of octets in few octets; {@link CompactReader} reads them. */
final class CompactWriter {
    private byte[] octets = new byte[512];
    private int length;

    void octet(int value) {
        reserve(1);
        octets[length++] = (byte) value;
    }

    /** @param value not negative */
    void number(long value) {
        reserve(10);
        long rest = value;
        while (rest > 0x7F) {
            octets[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        octets[length++] = (byte) rest;
    }

    /** @param value every char an octet */
    void text(String value) {
        number(value.length());
        characters(value);
    }

    void optional(Optional<String> value) {
        if (value.isEmpty()) {
            octet(0);
        } else {
            number(value.get().length() + 1L);
            characters(value.get());
        }
    }

    byte[] toByteArray() {
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
