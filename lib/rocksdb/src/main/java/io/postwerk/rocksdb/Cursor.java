package io.postwerk.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Stands at a record of a family, in the order of keys. Closed by whoever opened it. */
public final class Cursor implements AutoCloseable {
    private final RocksIterator iterator;

    Cursor(RocksIterator iterator) {
        this.iterator = iterator;
    }

    /** Goes to the first record from this key on. */
    public void seek(byte[] key) {
        iterator.seek(key);
    }

    void seekToLast() {
        iterator.seekToLast();
    }

    void seekForPrev(byte[] key) {
        iterator.seekForPrev(key);
    }

    /** Goes to the next record. */
    public void next() {
        iterator.next();
    }

    /**
     * Whether there is a record.
     *
     * @throws DatabaseException there may be one, but it cannot be read
     */
    public boolean isValid() {
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
            return false;
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
    }

    public byte[] key() {
        return iterator.key();
    }

    public byte[] value() {
        return iterator.value();
    }

    void visitFrom(byte[] from, Database.Visitor visitor) {
        for (seek(from); isValid(); next()) {
            if (!visitor.visit(key(), value())) {
                return;
            }
        }
    }

    @Override
    public void close() {
        iterator.close();
    }
}
