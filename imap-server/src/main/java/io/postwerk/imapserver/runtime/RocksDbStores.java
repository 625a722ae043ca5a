package io.postwerk.imapserver.runtime;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.store.StoreException;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.nio.file.Path;
import java.time.InstantSource;

/** The engine of imap-server: RocksDB, one database per program. */
final class RocksDbStores implements StoreFactory {
    @Override
    public OpenStore open(Path directory, CommitObserver commits) throws StartFailedException {
        try {
            RocksDbMailboxStore store =
                    RocksDbMailboxStore.open(RocksDbSettings.in(directory), InstantSource.system(), commits);
            return new OpenStore(store, store::failure);
        } catch (StoreException e) {
            throw new StartFailedException("server.json: $.store.directory: " + e.getMessage(), e);
        }
    }
}
