package io.postwerk.imapserver.runtime;

import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.DiskReserve;
import io.postwerk.rocksdb.Loss;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.runtime.StorageReport;
import io.postwerk.store.StoreException;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The engine of imap-server: RocksDB, one database per program. */
final class RocksDbStores implements StoreFactory {
    @Override
    public OpenStore open(ImapServerConfig.Store config, CommitObserver commits) throws StartFailedException {
        try {
            RocksDbMailboxStore store = RocksDbMailboxStore.open(
                    RocksDbSettings.in(Path.of(config.directory())).withReserve(config.minFreeOctets()),
                    InstantSource.system(),
                    commits);
            return new OpenStore(store, store::failure, () -> Optional.of(storage(store)));
        } catch (StoreException e) {
            throw new StartFailedException("server.json: $.store.directory: " + e.getMessage(), e);
        }
    }

    private static StorageReport storage(RocksDbMailboxStore store) {
        DiskReserve.State room = store.room();
        Loss loss = store.loss();
        return new StorageReport(
                room.freeOctets(),
                room.totalOctets(),
                room.minFreeOctets(),
                room.low(),
                loss.times(),
                loss.happened() ? Optional.of(loss.describe()) : Optional.empty());
    }
}
