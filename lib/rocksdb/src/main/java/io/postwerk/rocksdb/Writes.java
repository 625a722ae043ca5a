package io.postwerk.rocksdb;

import io.postwerk.rocksdb.Database.Family;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes of records that are written as one. Not for several threads at once; native memory until it is closed. */
public final class Writes implements AutoCloseable {
    /** What a change takes up in the batch besides its key and value, about. */
    private static final int OVERHEAD = 16;

    final WriteBatch batch;
    private long octets;

    /** @param reservedOctets of native memory */
    public Writes(int reservedOctets) {
        batch = new WriteBatch(reservedOctets);
    }

    public void put(Family family, byte[] key, byte[] value) {
        try {
            batch.put(family.handle, key, value);
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
        octets += key.length + value.length + OVERHEAD;
    }

    public void delete(Family family, byte[] key) {
        try {
            batch.delete(family.handle, key);
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
        octets += key.length + OVERHEAD;
    }

    /** Deletes all records from one key on, up to another exclusive. For many neighbours: each such mark slows reads. */
    public void deleteRange(Family family, byte[] from, byte[] to) {
        try {
            batch.deleteRange(family.handle, from, to);
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
        octets += from.length + to.length + OVERHEAD;
    }

    public boolean isEmpty() {
        return octets == 0;
    }

    /** How much there is by now, about. */
    public long octets() {
        return octets;
    }

    public void clear() {
        batch.clear();
        octets = 0;
    }

    @Override
    public void close() {
        batch.close();
    }
}
