package io.postwerk.imapserver.runtime;

import io.postwerk.runtime.ProgramHost;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.Readiness;
import io.postwerk.runtime.Revision;
import io.postwerk.runtime.ServerProgram;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/** Entry point of the imap-server program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class ImapServerProgram implements QuarkusApplication {
    @Inject
    ProgramHost host;

    @Override
    public int run(String... args) {
        return host.run(
                metrics -> new ServerProgram() {
                    private final Readiness readiness = new Readiness();
                    private final ProgramLifecycle lifecycle =
                            ProgramLifecycle.builder().build();

                    @Override
                    public Revision revision() {
                        return Revision.none("imap-server", 1);
                    }

                    @Override
                    public Readiness readiness() {
                        return readiness;
                    }

                    @Override
                    public ProgramLifecycle lifecycle() {
                        return lifecycle;
                    }
                },
                scratch -> {});
    }
}
