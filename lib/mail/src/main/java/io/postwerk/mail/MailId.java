package io.postwerk.mail;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one identity of a mail, given when MAIL opens its transaction: in logs and events, in the reply to DATA, in its
 * Received line, as the key of its queue entry, and as the stem of its delivery ids.
 *
 * <p>24 characters of {@code 0-9 a-v} (base 32, RFC 4648 section 7 in lower case) for 120 bits: 48 of milliseconds since
 * 1970, 40 that are random for each start of the program, 32 of a counter. So ids sort by arrival, cost no randomness
 * each, and do not clash between pods.
 */
public record MailId(String value) implements Comparable<MailId> {
    private static final int LENGTH = 24;
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final long INSTANCE = new SecureRandom().nextLong() & 0xFF_FFFF_FFFFL;
    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** Octets of {@link #toBytes()}. */
    public static final int OCTETS = 15;

    public MailId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a mail id: " + value);
        }
    }

    private static boolean isValid(String value) {
        if (value.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = value.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'v')) {
                return false;
            }
        }
        return true;
    }

    /** A new id for a mail that arrived at this time (milliseconds since 1970). */
    public static MailId create(long millis) {
        return compose(millis, INSTANCE, COUNTER.getAndIncrement());
    }

    static MailId compose(long millis, long instance, int counter) {
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < 6; i++) {
            octets[i] = (byte) (millis >>> (40 - 8 * i));
        }
        for (int i = 0; i < 5; i++) {
            octets[6 + i] = (byte) (instance >>> (32 - 8 * i));
        }
        ByteBuffer.wrap(octets, 11, 4).putInt(counter);
        return fromBytes(octets);
    }

    /** The id whose {@link #toBytes()} these are. */
    public static MailId fromBytes(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("a mail id has " + OCTETS + " octets, not " + octets.length);
        }
        char[] text = new char[LENGTH];
        for (int group = 0; group < 3; group++) {
            long bits = 0;
            for (int i = 0; i < 5; i++) {
                bits = bits << 8 | octets[group * 5 + i] & 0xFF;
            }
            for (int i = 7; i >= 0; i--) {
                text[group * 8 + i] = DIGITS.charAt((int) (bits & 31));
                bits >>>= 5;
            }
        }
        return new MailId(new String(text));
    }

    /** The {@value #OCTETS} octets of the id; they sort as the text does. */
    public byte[] toBytes() {
        byte[] octets = new byte[OCTETS];
        for (int group = 0; group < 3; group++) {
            long bits = 0;
            for (int i = 0; i < 8; i++) {
                bits = bits << 5 | DIGITS.indexOf(value.charAt(group * 8 + i));
            }
            for (int i = 4; i >= 0; i--) {
                octets[group * 5 + i] = (byte) bits;
                bits >>>= 8;
            }
        }
        return octets;
    }

    /** The delivery id of the recipient at this place: the same in every attempt, so that a replay is recognised. */
    public String deliveryId(int recipient) {
        return value + "." + recipient;
    }

    /** The mail that a {@link #deliveryId} is of; empty if the text is none. */
    public static Optional<MailId> ofDelivery(String deliveryId) {
        String stem = deliveryId.substring(0, Math.max(0, deliveryId.lastIndexOf('.')));
        return isValid(stem) ? Optional.of(new MailId(stem)) : Optional.empty();
    }

    @Override
    public int compareTo(MailId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
