package io.postwerk.trust;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * Argon2 version 1.3 (RFC 9106). Its memory is allocated outside the Java heap while one hash is computed, so a
 * program with a small heap can check hashes that need more memory than that. Lanes are computed one after the other,
 * on the calling thread.
 */
public final class Argon2 {

    /** How a block is chosen to be mixed in. */
    public enum Type {
        /** By position. */
        I(1),
        /** By position in the first half of the first pass, by content from then on. */
        ID(2);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private static final int VERSION = 0x13;
    private static final int SLICES = 4;
    private static final int BLOCK_LONGS = 128;
    private static final int BLOCK_OCTETS = 1024;
    private static final int DIGEST_OCTETS = 64;

    private final Type type;
    private final Cost cost;
    private final int laneLength;
    private final int segmentLength;
    private final MemorySegment memory;
    private final Argon2Block mixer = new Argon2Block();
    private final long[] previous = new long[BLOCK_LONGS];
    private final long[] reference = new long[BLOCK_LONGS];
    private final long[] addresses = new long[BLOCK_LONGS];

    /**
     * What one hash costs.
     *
     * @param memoryKib memory in KiB, at least eight for each lane
     * @param passes over the memory
     * @param lanes that could be computed at once
     */
    public record Cost(int memoryKib, int passes, int lanes) {
        public Cost {
            if (lanes < 1 || passes < 1 || memoryKib < 2 * SLICES * lanes) {
                throw new IllegalArgumentException("Argon2 cannot have such parameters");
            }
        }
    }

    private Argon2(Type type, Cost cost, Arena arena) {
        this.type = type;
        this.cost = cost;
        this.segmentLength = cost.memoryKib() / (SLICES * cost.lanes());
        this.laneLength = SLICES * segmentLength;
        this.memory = arena.allocate((long) laneLength * cost.lanes() * BLOCK_OCTETS, Long.BYTES);
    }

    /**
     * Hashes a password.
     *
     * @param length octets of the result, from 4 on
     * @throws OutOfMemoryError when the system does not give the memory
     */
    public static byte[] hash(Type type, byte[] password, byte[] salt, Cost cost, int length) {
        try (Arena arena = Arena.ofConfined()) {
            return new Argon2(type, cost, arena).compute(password, salt, length);
        }
    }

    private byte[] compute(byte[] password, byte[] salt, int length) {
        byte[] seed = seed(password, salt, length);
        for (int lane = 0; lane < cost.lanes(); lane++) {
            for (int column = 0; column < 2; column++) {
                byte[] input = ByteBuffer.allocate(seed.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(seed)
                        .putInt(column)
                        .putInt(lane)
                        .array();
                store(lane, column, toLongs(stretch(input, BLOCK_OCTETS)));
            }
        }
        for (int pass = 0; pass < cost.passes(); pass++) {
            for (int slice = 0; slice < SLICES; slice++) {
                for (int lane = 0; lane < cost.lanes(); lane++) {
                    fill(pass, slice, lane);
                }
            }
        }
        return stretch(lastColumn(), length);
    }

    /** RFC 9106 3.2, H_0. */
    private byte[] seed(byte[] password, byte[] salt, int length) {
        byte[] input = ByteBuffer.allocate(10 * Integer.BYTES + password.length + salt.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(cost.lanes())
                .putInt(length)
                .putInt(cost.memoryKib())
                .putInt(cost.passes())
                .putInt(VERSION)
                .putInt(type.number)
                .putInt(password.length)
                .put(password)
                .putInt(salt.length)
                .put(salt)
                .putInt(0) // no secret value
                .putInt(0) // no associated data
                .array();
        return blake2b(input, DIGEST_OCTETS);
    }

    private void fill(int pass, int slice, int lane) {
        boolean byPosition = type == Type.I || pass == 0 && slice < SLICES / 2;
        int first = pass == 0 && slice == 0 ? 2 : 0;
        long[] counter = {pass, lane, slice, (long) laneLength * cost.lanes(), cost.passes(), type.number, 0};
        if (byPosition && first != 0) {
            nextAddresses(counter);
        }
        for (int index = first; index < segmentLength; index++) {
            int column = slice * segmentLength + index;
            load(lane, column == 0 ? laneLength - 1 : column - 1, previous);
            if (byPosition && index % BLOCK_LONGS == 0) {
                nextAddresses(counter);
            }
            long pseudoRandom = byPosition ? addresses[index % BLOCK_LONGS] : previous[0];
            int referenceLane = pass == 0 && slice == 0 ? lane : (int) ((pseudoRandom >>> 32) % cost.lanes());
            load(referenceLane, referenceColumn(pass, slice, index, pseudoRandom, referenceLane == lane), reference);
            mixer.mix(previous, reference);
            if (pass > 0) { // RFC 9106 3.2, step 6
                load(lane, column, reference);
                mixer.add(reference);
            }
            store(lane, column, mixer.result());
        }
    }

    /** RFC 9106 3.4.1.2: the next 128 positions. */
    private void nextAddresses(long[] counter) {
        counter[6]++;
        long[] input = new long[BLOCK_LONGS];
        System.arraycopy(counter, 0, input, 0, counter.length);
        long[] zero = new long[BLOCK_LONGS];
        mixer.mix(zero, input);
        System.arraycopy(mixer.result(), 0, input, 0, BLOCK_LONGS);
        mixer.mix(zero, input);
        System.arraycopy(mixer.result(), 0, addresses, 0, BLOCK_LONGS);
    }

    /** RFC 9106 3.4.2: which block of the lane, among those that are there and not of the segment being written elsewhere. */
    private int referenceColumn(int pass, int slice, int index, long pseudoRandom, boolean sameLane) {
        int finished = pass == 0 ? slice * segmentLength : laneLength - segmentLength;
        long candidates = sameLane ? finished + index - 1L : finished - (index == 0 ? 1L : 0L);
        long j1 = pseudoRandom & 0xFFFF_FFFFL;
        long x = j1 * j1 >>> 32;
        long relative = candidates - 1 - (candidates * x >>> 32);
        int start = pass == 0 || slice == SLICES - 1 ? 0 : (slice + 1) * segmentLength;
        return (int) ((start + relative) % laneLength);
    }

    private byte[] lastColumn() {
        long[] all = new long[BLOCK_LONGS];
        for (int lane = 0; lane < cost.lanes(); lane++) {
            load(lane, laneLength - 1, previous);
            for (int i = 0; i < BLOCK_LONGS; i++) {
                all[i] ^= previous[i];
            }
        }
        ByteBuffer octets = ByteBuffer.allocate(BLOCK_OCTETS).order(ByteOrder.LITTLE_ENDIAN);
        octets.asLongBuffer().put(all);
        return octets.array();
    }

    private void load(int lane, int column, long[] block) {
        MemorySegment.copy(memory, ValueLayout.JAVA_LONG, offset(lane, column), block, 0, BLOCK_LONGS);
    }

    private void store(int lane, int column, long[] block) {
        MemorySegment.copy(block, 0, memory, ValueLayout.JAVA_LONG, offset(lane, column), BLOCK_LONGS);
    }

    private long offset(int lane, int column) {
        return ((long) lane * laneLength + column) * BLOCK_OCTETS;
    }

    /** RFC 9106 3.3, H': a digest of any length. */
    private static byte[] stretch(byte[] input, int length) {
        byte[] prefixed = ByteBuffer.allocate(Integer.BYTES + input.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put(input)
                .array();
        if (length <= DIGEST_OCTETS) {
            return blake2b(prefixed, length);
        }
        ByteBuffer output = ByteBuffer.allocate(length);
        byte[] part = blake2b(prefixed, DIGEST_OCTETS);
        while (output.remaining() > DIGEST_OCTETS) {
            output.put(part, 0, DIGEST_OCTETS / 2);
            part = blake2b(part, Math.min(DIGEST_OCTETS, output.remaining()));
        }
        return output.put(part).array();
    }

    private static byte[] blake2b(byte[] input, int length) {
        var digest = new Blake2bDigest(length * Byte.SIZE);
        digest.update(input, 0, input.length);
        byte[] output = new byte[length];
        digest.doFinal(output, 0);
        return output;
    }

    private static long[] toLongs(byte[] octets) {
        long[] longs = new long[octets.length / Long.BYTES];
        ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(longs);
        return longs;
    }
}
