package io.postwerk.store.rocksdb;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The contents of messages, in chunks. Small ones are written by the committer together with all else. Large ones are
 * written before, without a sync and without making the committer wait: nothing refers to them until the batch with the
 * message is durable, and the sync of that batch covers them too, since they come before it in the same log. What was
 * begun and is not referred to, as after a crash, is marked as garbage from the start.
 */
final class Bodies {
    static final int CHUNK_OCTETS = 256 * 1024;

    /** Up to here a message goes through the committer. */
    static final int SMALL_OCTETS = 64 * 1024;

    private final Disk disk;
    private final AtomicLong lastBody;
    /** Bodies up to this one were written by an earlier process. */
    private final long lastOfBefore;

    Bodies(Disk disk) {
        this.disk = disk;
        this.lastOfBefore = disk.call(Bodies::lastUsed);
        this.lastBody = new AtomicLong(lastOfBefore);
    }

    private static long lastUsed(Database database) throws RocksDBException {
        long last = 0;
        try (RocksIterator bodies = database.db.newIterator(database.bodies);
                RocksIterator meta = database.db.newIterator(database.meta)) {
            bodies.seekToLast();
            if (bodies.isValid()) {
                last = Keys.longAt(bodies.key(), 0);
            }
            bodies.status();
            meta.seekForPrev(Keys.garbage(-1));
            if (meta.isValid() && meta.key()[0] == Keys.GARBAGE && meta.key().length == 9) {
                last = Math.max(last, Keys.longAt(meta.key(), 1));
            }
            meta.status();
        }
        return last;
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
        disk.call(database -> {
            byte[] pending = new Records.Garbage(Records.Garbage.PENDING, message.size()).encode();
            database.db.put(database.meta, Keys.garbage(body), pending);
            return pending;
        });
        int chunk = 0;
        for (long position = 0; position < message.size(); position += CHUNK_OCTETS) {
            byte[] octets = new byte[(int) Math.min(CHUNK_OCTETS, message.size() - position)];
            readFully(message, position, ByteBuffer.wrap(octets));
            int number = chunk++;
            disk.call(database -> {
                database.db.put(database.bodies, Keys.chunk(body, number), octets);
                return octets;
            });
        }
    }

    private static void readFully(MessageSource message, long position, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (message.read(position + target.position(), target) < 0) {
                throw new IOException("the message is shorter than it says");
            }
        }
    }

    /** Takes back what {@link #write} wrote, as far as it came. */
    void discard(long body, long octets) {
        disk.call(database -> {
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions options = new WriteOptions()) {
                delete(database, batch, body, octets);
                batch.delete(database.meta, Keys.garbage(body));
                database.db.write(options, batch);
                return batch.count();
            }
        });
    }

    private static void delete(Database database, WriteBatch batch, long body, long octets) throws RocksDBException {
        for (int chunk = 0; chunk < chunks(octets); chunk++) {
            batch.delete(database.bodies, Keys.chunk(body, chunk));
        }
    }

    /** An empty message has a chunk too, so that its number counts as used. */
    static int chunks(long octets) {
        return (int) Math.max(1, (octets + CHUNK_OCTETS - 1) / CHUNK_OCTETS);
    }

    MessageSource read(long body, long octets) {
        return new Stored(disk, body, octets);
    }

    /** A message in the store. It keeps the chunk that was read last. */
    private static final class Stored implements MessageSource {
        private final Disk disk;
        private final long body;
        private final long octets;
        private volatile Chunk last = new Chunk(-1, new byte[0]);

        private record Chunk(int number, byte[] octets) {}

        Stored(Disk disk, long body, long octets) {
            this.disk = disk;
            this.body = body;
            this.octets = octets;
        }

        @Override
        public long size() {
            return octets;
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            if (position >= octets) {
                return -1;
            }
            int number = (int) (position / CHUNK_OCTETS);
            Chunk chunk = last;
            if (chunk.number != number) {
                chunk = load(number);
                last = chunk;
            }
            int offset = (int) (position % CHUNK_OCTETS);
            int count = Math.min(target.remaining(), chunk.octets.length - offset);
            target.put(chunk.octets, offset, count);
            return count;
        }

        private Chunk load(int number) throws IOException {
            byte[] found = disk.call(database -> database.db.get(database.bodies, Keys.chunk(body, number)));
            long expected = Math.min(CHUNK_OCTETS, octets - (long) number * CHUNK_OCTETS);
            if (found == null || found.length != expected) {
                throw new IOException("part " + number + " of stored message " + body + " is missing");
            }
            return new Chunk(number, found);
        }

        @Override
        public void close() {
            last = new Chunk(-1, new byte[0]);
        }
    }
}
