package io.postwerk.store.memory;

import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStoreContract;
import java.time.InstantSource;

class InMemoryMailboxStoreTest extends MailboxStoreContract {
    @Override
    protected MailboxStore open(InstantSource clock) {
        return new InMemoryMailboxStore(clock);
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
