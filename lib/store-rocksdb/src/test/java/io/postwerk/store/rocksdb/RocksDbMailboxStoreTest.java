package io.postwerk.store.rocksdb;

import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStoreContract;
import io.postwerk.store.engine.CommitListener;
import java.time.InstantSource;

class RocksDbMailboxStoreTest extends MailboxStoreContract {
    @Override
    protected MailboxStore open(InstantSource clock) {
        return RocksDbMailboxStore.open(TestStores.settings(directory), clock, CommitListener.NONE);
    }

    @Override
    protected boolean isDurable() {
        return true;
    }
}
