package io.postwerk.store;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every engine of {@link MailboxStore} must do; an engine's test extends it. */
public abstract class MailboxStoreContract
        implements FolderContract,
                MessageContract,
                FlagContract,
                ChangesContract,
                ConcurrencyContract,
                ModelContract,
                PurgeContract {
    @TempDir
    protected Path directory;

    private MailboxStore store;

    /** Opens the store in {@link #directory}. */
    protected abstract MailboxStore open(InstantSource clock);

    /** Whether what is in a store is still there when it is closed and opened again. */
    protected abstract boolean isDurable();

    @BeforeEach
    final void openStore() {
        store = open(StoreUnderTest.clock());
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Override
    public final MailboxStore store() {
        return store;
    }

    @Override
    public final void reopen() {
        if (isDurable()) {
            store.close();
            store = open(StoreUnderTest.clock());
        }
    }
}
