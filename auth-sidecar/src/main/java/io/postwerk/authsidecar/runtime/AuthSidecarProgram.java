package io.postwerk.authsidecar.runtime;

import io.postwerk.runtime.ProgramHost;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/** Entry point of the auth-sidecar program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class AuthSidecarProgram implements QuarkusApplication {

    private final ProgramHost host;

    @Inject
    AuthSidecarProgram(ProgramHost host) {
        this.host = host;
    }

    @Override
    public int run(String... args) {
        return host.run(AuthSidecar::create);
    }
}
