package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.CommitLog;
import io.postwerk.rocksdb.Writes;
import io.postwerk.store.engine.Watchers;

/** Writes batches to the database: one write and one sync of its log for each. */
final class StoreLog implements CommitLog<Batch>, AutoCloseable {
    private static final int RESERVED_OCTETS = 1 << 20;

    private final Tables tables;
    private final Watchers watchers;
    private final LastPages lastPages = new LastPages();
    private final Writes writes = new Writes(RESERVED_OCTETS);

    StoreLog(Tables tables, Watchers watchers) {
        this.tables = tables;
        this.watchers = watchers;
    }

    @Override
    public Batch begin() {
        writes.clear();
        return new Batch(tables, writes, lastPages);
    }

    @Override
    public long octets(Batch batch) {
        return batch.octets();
    }

    @Override
    public Written commit(Batch batch) {
        batch.finish();
        if (writes.isEmpty()) {
            return Written.NOTHING;
        }
        tables.database.write(writes, true);
        return Written.SYNCED;
    }

    @Override
    public void publish(Batch batch) {
        batch.publish().forEach(watchers::announce);
        watchers.tell();
    }

    @Override
    public void rollback(Batch batch) {
        batch.rollback();
        // Some of these pages hold rows of the batch.
        lastPages.clear();
    }

    @Override
    public void probe() {
        tables.database.probe();
    }

    @Override
    public void close() {
        writes.close();
    }
}
