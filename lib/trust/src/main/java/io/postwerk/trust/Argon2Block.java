package io.postwerk.trust;

/** The compression function G of Argon2 (RFC 9106 3.5), on blocks of 1024 octets as 128 longs. Keeps its result until the next call. */
final class Argon2Block {

    private static final int LONGS = 128;

    private final long[] input = new long[LONGS];
    private final long[] state = new long[LONGS];

    /** What {@link #mix} made; valid until the next call. */
    long[] result() {
        return state;
    }

    void mix(long[] x, long[] y) {
        for (int i = 0; i < LONGS; i++) {
            input[i] = x[i] ^ y[i];
        }
        System.arraycopy(input, 0, state, 0, LONGS);
        for (int row = 0; row < LONGS; row += 16) {
            permute(row, row + 2, row + 4, row + 6, row + 8, row + 10, row + 12, row + 14);
        }
        for (int column = 0; column < 16; column += 2) {
            permute(column, column + 16, column + 32, column + 48, column + 64, column + 80, column + 96, column + 112);
        }
        add(input);
    }

    /** Exclusive or of the result and a block. */
    void add(long[] block) {
        for (int i = 0; i < LONGS; i++) {
            state[i] ^= block[i];
        }
    }

    /** RFC 9106 3.6, P: eight registers of two longs each, by the position of their first. */
    private void permute(int r0, int r1, int r2, int r3, int r4, int r5, int r6, int r7) {
        quarter(r0, r2, r4, r6);
        quarter(r0 + 1, r2 + 1, r4 + 1, r6 + 1);
        quarter(r1, r3, r5, r7);
        quarter(r1 + 1, r3 + 1, r5 + 1, r7 + 1);
        quarter(r0, r2 + 1, r5, r7 + 1);
        quarter(r0 + 1, r3, r5 + 1, r6);
        quarter(r1, r3 + 1, r4, r6 + 1);
        quarter(r1 + 1, r2, r4 + 1, r7);
    }

    /** RFC 9106 3.6, GB. */
    private void quarter(int ia, int ib, int ic, int id) {
        long a = state[ia];
        long b = state[ib];
        long c = state[ic];
        long d = state[id];
        a = addMultiplied(a, b);
        d = Long.rotateRight(d ^ a, 32);
        c = addMultiplied(c, d);
        b = Long.rotateRight(b ^ c, 24);
        a = addMultiplied(a, b);
        d = Long.rotateRight(d ^ a, 16);
        c = addMultiplied(c, d);
        b = Long.rotateRight(b ^ c, 63);
        state[ia] = a;
        state[ib] = b;
        state[ic] = c;
        state[id] = d;
    }

    private static long addMultiplied(long x, long y) {
        return x + y + 2 * (x & 0xFFFF_FFFFL) * (y & 0xFFFF_FFFFL);
    }
}
