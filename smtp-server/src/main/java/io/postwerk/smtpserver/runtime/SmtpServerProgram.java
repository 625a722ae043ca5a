package io.postwerk.smtpserver.runtime;

import io.postwerk.runtime.ProgramHost;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/** Entry point of the smtp-server program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class SmtpServerProgram implements QuarkusApplication {
    private final ProgramHost host;

    @Inject
    SmtpServerProgram(ProgramHost host) {
        this.host = host;
    }

    @Override
    public int run(String... args) {
        return host.run(ConfiguredSmtpServer::create);
    }
}
