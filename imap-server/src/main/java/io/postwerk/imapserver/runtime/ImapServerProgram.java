package io.postwerk.imapserver.runtime;

import io.postwerk.runtime.LoadedConfig;
import io.postwerk.runtime.ProgramHost;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/** Entry point of the imap-server program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class ImapServerProgram implements QuarkusApplication {
    private final ProgramHost host;

    @Inject
    ImapServerProgram(ProgramHost host) {
        this.host = host;
    }

    @Override
    public int run(String... args) {
        StoreFactory stores = new RocksDbStores();
        return host.run(metrics -> ImapServer.create(LoadedConfig.folderFromEnvironment(), stores, metrics));
    }
}
