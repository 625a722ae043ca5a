package io.postwerk.store.rocksdb;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.ChunkedBodies;
import io.postwerk.rocksdb.ChunkedBodies.Ahead;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The contents of messages, under numbers. Large ones are written ahead; as long as no batch refers to such a body, as
 * after a crash, it is marked as garbage.
 */
final class Bodies {
    /** Up to here a message goes through the committer. */
    static final int SMALL_OCTETS = 64 * 1024;

    private final ChunkedBodies<StoreException> chunks;
    private final AtomicLong lastBody;
    /** Bodies up to this one were written by an earlier process. */
    private final long lastOfBefore;

    Bodies(DiskThreads<StoreException> disk, Tables tables) {
        this.chunks = new ChunkedBodies<>(disk, tables.bodies);
        this.lastOfBefore = disk.call(database -> lastUsed(tables));
        this.lastBody = new AtomicLong(lastOfBefore);
    }

    private static long lastUsed(Tables tables) {
        long chunk = lastChunk(tables).map(key -> Keys.longAt(key, 0)).orElse(0L);
        long garbage = tables.database
                .lastKeyUpTo(tables.meta, Keys.garbage(-1))
                .filter(key -> key[0] == Keys.GARBAGE && key.length == 9)
                .map(key -> Keys.longAt(key, 1))
                .orElse(0L);
        return Math.max(chunk, garbage);
    }

    /** To find the last chunk reads it; if that one is damaged, the store opens all the same: each body in use has a summary. */
    private static Optional<byte[]> lastChunk(Tables tables) {
        try {
            return tables.database.lastKey(tables.bodies);
        } catch (DatabaseException e) {
            return tables.database.lastKey(tables.summaries);
        }
    }

    boolean isOfBefore(long body) {
        return body <= lastOfBefore;
    }

    long next() {
        return lastBody.incrementAndGet();
    }

    /** The contents of a message that the committer writes; empty if they are too large for that. */
    static Optional<byte[]> small(MessageSource message) throws IOException {
        return message.size() <= SMALL_OCTETS ? Optional.of(message.readAll()) : Optional.empty();
    }

    /** Writes a large message; until a batch says otherwise it is garbage. */
    void write(long body, MessageSource message) throws IOException {
        byte[] pending = new Records.Garbage(Records.Garbage.PENDING, message.size()).encode();
        chunks.write(ahead(body, message.size()), pending, message);
    }

    /** Takes back what {@link #write} wrote. */
    void discard(long body, long octets) {
        chunks.discard(ahead(body, octets));
    }

    /** Tries once more to take back what could not be taken back. */
    void discardLeft() {
        chunks.deleteLeft();
    }

    private static Ahead ahead(long body, long octets) {
        return new Ahead(Keys.body(body), octets, Keys.garbage(body));
    }

    /** An empty message has a chunk too, so that its number counts as used. */
    static int chunks(long octets) {
        return Math.max(1, ChunkedBodies.chunks(octets));
    }

    MessageSource read(long body, long octets) {
        return chunks.read(Keys.body(body), octets);
    }
}
