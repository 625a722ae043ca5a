package io.postwerk.authsidecar.runtime;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the auth-sidecar program: starts, waits for SIGTERM, stops. */
@QuarkusMain
public final class AuthSidecarProgram implements QuarkusApplication {
    @Override
    public int run(String... args) {
        Quarkus.waitForExit();
        return 0;
    }
}
