package io.postwerk.imapserver.runtime;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the imap-server program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class ImapServerProgram implements QuarkusApplication {
    @Override
    public int run(String... args) {
        Quarkus.waitForExit();
        return 0;
    }
}
