package io.postwerk.store.rocksdb;

import io.postwerk.store.engine.CommitLog;
import io.postwerk.store.engine.Watchers;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Writes batches to RocksDB: one write and one sync of its log for each. */
final class RocksDbLog implements CommitLog<Batch>, AutoCloseable {
    private static final int RESERVED_OCTETS = 1 << 20;

    private final Database database;
    private final Watchers watchers;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final LastPages lastPages = new LastPages();
    private final WriteBatch writes = new WriteBatch(RESERVED_OCTETS);

    RocksDbLog(Database database, Watchers watchers) {
        this.database = database;
        this.watchers = watchers;
    }

    @Override
    public Batch begin() {
        writes.clear();
        return new Batch(database, writes, lastPages);
    }

    @Override
    public long octets(Batch batch) {
        return batch.octets();
    }

    @Override
    public void commit(Batch batch) throws RocksDBException {
        WriteBatch finished = batch.finish();
        if (finished.count() > 0) {
            database.db.write(synced, finished);
        }
    }

    @Override
    public void publish(Batch batch) {
        batch.publish().forEach(watchers::announce);
        watchers.tell();
    }

    @Override
    public void close() {
        writes.close();
        synced.close();
    }
}
