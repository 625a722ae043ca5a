package io.postwerk.smtp.server;

import java.util.concurrent.ThreadLocalRandom;

/** Names for sessions and mails: 16 characters, nine of time and seven of chance, so that they sort by time. */
final class Ids {
    // Crockford's base 32: no I, L, O, U
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Ids() {}

    static String next() {
        char[] id = new char[16];
        digits(id, 0, 9, System.currentTimeMillis());
        digits(id, 9, 16, ThreadLocalRandom.current().nextLong());
        return new String(id);
    }

    private static void digits(char[] id, int from, int to, long value) {
        long left = value;
        for (int i = to - 1; i >= from; i--) {
            id[i] = DIGITS.charAt((int) (left & 31));
            left >>>= 5;
        }
    }
}
