package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStoreContract;
import java.time.InstantSource;

class RocksDbMailboxStoreTest extends MailboxStoreContract {
    @Override
    protected MailboxStore open(InstantSource clock) {
        return RocksDbMailboxStore.open(TestStores.settings(directory), clock, CommitObserver.NONE);
    }

    @Override
    protected boolean isDurable() {
        return true;
    }
}
