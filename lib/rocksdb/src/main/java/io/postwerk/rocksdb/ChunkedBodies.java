package io.postwerk.rocksdb;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.Database.Family;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The contents of messages, in chunks under the keys {@code id chunk(4)}. Small ones are part of the batch that refers to
 * them. Large ones are written ahead, without a sync and without making the committer wait: nothing refers to them until
 * the batch with the message is durable, and the sync of that batch covers them too, since they come before it in the same
 * log. A marker in the default family says that nothing refers to a body yet; the batch deletes it.
 *
 * @param <X> what the user of the database throws for a {@link DatabaseException}
 */
public final class ChunkedBodies<X extends Exception> {
    public static final int CHUNK_OCTETS = 256 * 1024;

    /** Chunks that are checked in one call, so that others use the disk in between. */
    private static final int CHECKED_AT_ONCE = 8;

    /**
     * Chunks of large messages that may be in memory between a caller and the disk. The disk threads are fewer, so nothing is
     * slower for it; without it thousands of sessions that read or write at once would each have one.
     */
    private static final int CHUNKS_AT_ONCE = 32;

    /** What is so small takes part without a permit. */
    private static final int SMALL_OCTETS = 64 * 1024;

    private final DiskThreads<X> disk;
    private final Family family;
    private final Semaphore chunksAtOnce = new Semaphore(CHUNKS_AT_ONCE);
    /** What could not be deleted, as on a full disk. */
    private final ConcurrentLinkedQueue<Ahead> left = new ConcurrentLinkedQueue<>();

    public ChunkedBodies(DiskThreads<X> disk, Family family) {
        this.disk = disk;
        this.family = family;
    }

    /**
     * A body that is written ahead.
     *
     * @param id what the keys of its chunks begin with
     * @param octets its size
     * @param marker the key of its marker
     */
    public record Ahead(byte[] id, long octets, byte[] marker) {}

    public static int chunks(long octets) {
        return Math.toIntExact((octets + CHUNK_OCTETS - 1) / CHUNK_OCTETS);
    }

    public static byte[] key(byte[] id, int chunk) {
        byte[] key = Arrays.copyOf(id, id.length + Integer.BYTES);
        ByteBuffer.wrap(key, id.length, Integer.BYTES).putInt(chunk);
        return key;
    }

    /** Reads a chunk of a message that is to be written. */
    public static byte[] chunk(MessageSource message, int chunk) throws IOException {
        long position = (long) chunk * CHUNK_OCTETS;
        ByteBuffer target = ByteBuffer.allocate((int) Math.min(CHUNK_OCTETS, message.size() - position));
        while (target.hasRemaining()) {
            if (message.read(position + target.position(), target) < 0) {
                throw new IOException("the message is shorter than it says");
            }
        }
        return target.array();
    }

    /**
     * Writes a body ahead. If that fails, what was written of it is deleted.
     *
     * @param mark the value of the marker
     */
    public void write(Ahead body, byte[] mark, MessageSource message) throws X, IOException {
        deleteLeft();
        boolean done = false;
        try {
            put(true, body.marker, mark);
            for (int chunk = 0; chunk < chunks(body.octets); chunk++) {
                chunksAtOnce.acquireUninterruptibly();
                try {
                    put(false, key(body.id, chunk), chunk(message, chunk));
                } finally {
                    chunksAtOnce.release();
                }
            }
            done = true;
        } finally {
            if (!done) {
                discard(body);
            }
        }
    }

    private void put(boolean marker, byte[] key, byte[] value) throws X {
        disk.call(database -> {
            database.put(marker ? database.meta() : family, key, value);
            return value;
        });
    }

    /** Deletes what {@link #write} has written, now or, if that is not possible, later. Nothing may refer to it. */
    public void discard(Ahead body) {
        try {
            delete(body);
        } catch (Exception e) {
            // It is marked, so the next start deletes it if this process does not.
            left.add(body);
        }
    }

    private void delete(Ahead body) throws X {
        disk.call(database -> {
            try (Writes writes = new Writes(1024)) {
                delete(writes, body.id, chunks(body.octets));
                writes.delete(database.meta(), body.marker);
                database.write(writes, false);
                return body;
            }
        });
    }

    /** Tries once more to delete what could not be deleted. */
    public void deleteLeft() {
        for (int count = left.size(); count > 0; count--) {
            Optional.ofNullable(left.poll()).ifPresent(this::discard);
        }
    }

    /** Deletes so many chunks of a body as part of a batch. */
    public void delete(Writes writes, byte[] id, int chunks) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            writes.delete(family, key(id, chunk));
        }
    }

    /** A body in the database. */
    public MessageSource read(byte[] id, long octets) {
        return new ChunkedBody(octets, CHUNK_OCTETS, new ChunkedBody.Loader() {
            @Override
            public byte[] load(int chunk) throws IOException {
                return ChunkedBodies.this.load(key(id, chunk), octets);
            }

            @Override
            public void check(int first, int end) throws IOException {
                for (int from = first; from < end; from += CHECKED_AT_ONCE) {
                    ChunkedBodies.this.check(id, octets, from, Math.min(end, from + CHECKED_AT_ONCE));
                }
            }
        });
    }

    private byte[] load(byte[] key, long octets) throws IOException {
        if (octets <= SMALL_OCTETS) {
            return load(key);
        }
        chunksAtOnce.acquireUninterruptibly();
        try {
            return load(key);
        } finally {
            chunksAtOnce.release();
        }
    }

    private byte[] load(byte[] key) throws IOException {
        return read(database -> database.get(family, key).orElseThrow(() -> missing(key)));
    }

    /** The checksum of a value is verified when it is read; it need not be copied for that. */
    private void check(byte[] id, long octets, int first, int end) throws IOException {
        read(database -> {
            for (int chunk = first; chunk < end; chunk++) {
                byte[] key = key(id, chunk);
                long expected = Math.min(CHUNK_OCTETS, octets - (long) chunk * CHUNK_OCTETS);
                int found = database.length(family, key).orElseThrow(() -> missing(key));
                if (found != expected) {
                    throw new DatabaseException(describe(key) + " has " + found + " octets, not " + expected);
                }
            }
            return id;
        });
    }

    /**
     * A chunk that the database does not give concerns its message only, so that is an {@link IOException}; a database that
     * answers to nothing is what its user makes of it.
     */
    private <T> T read(Function<Database, T> reading) throws IOException {
        AtomicReference<DatabaseException> unreadable = new AtomicReference<>();
        Optional<T> found;
        try {
            found = disk.call(database -> {
                try {
                    return Optional.of(reading.apply(database));
                } catch (DatabaseException e) {
                    unreadable.set(e);
                    return Optional.empty();
                }
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw e instanceof IOException failure ? failure : new IOException(e);
        }
        return found.orElseThrow(() -> {
            DatabaseException e = unreadable.get();
            return new IOException(e == null ? "nothing was read" : e.getMessage(), e);
        });
    }

    private static DatabaseException missing(byte[] key) {
        return new DatabaseException(describe(key) + " is missing");
    }

    private static String describe(byte[] key) {
        return "chunk " + HexFormat.of().formatHex(key) + " of a stored message";
    }
}
