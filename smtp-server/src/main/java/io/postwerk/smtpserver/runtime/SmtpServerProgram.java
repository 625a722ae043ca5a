package io.postwerk.smtpserver.runtime;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the smtp-server program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class SmtpServerProgram implements QuarkusApplication {
    @Override
    public int run(String... args) {
        Quarkus.waitForExit();
        return 0;
    }
}
