package io.postwerk.store.rocksdb;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Goes through the records whose keys begin with a prefix. */
final class Scan {
    private Scan() {}

    /** Takes a record; says whether it wants the next. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(byte[] key, byte[] value) throws RocksDBException;
    }

    static void prefix(RocksDB db, ColumnFamilyHandle family, byte[] prefix, Visitor visitor) throws RocksDBException {
        between(db, family, prefix, Keys.behind(prefix), visitor);
    }

    /** From one key on, up to another exclusive. */
    static void between(RocksDB db, ColumnFamilyHandle family, byte[] from, byte[] to, Visitor visitor)
            throws RocksDBException {
        try (Slice end = new Slice(to);
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator iterator = db.newIterator(family, options)) {
            for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                if (!visitor.visit(iterator.key(), iterator.value())) {
                    return;
                }
            }
            iterator.status();
        }
    }

    static void all(RocksDB db, ColumnFamilyHandle family, byte[] from, Visitor visitor) throws RocksDBException {
        try (ReadOptions options = new ReadOptions().setFillCache(false);
                RocksIterator iterator = db.newIterator(family, options)) {
            for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                if (!visitor.visit(iterator.key(), iterator.value())) {
                    return;
                }
            }
            iterator.status();
        }
    }
}
