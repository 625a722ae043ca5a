package io.postwerk.runtime;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** {@code GET /revision}: what the program has loaded, for the operator that waits for a sequence number. */
@ApplicationScoped
class ManagementRoutes {
    private static final int SERVICE_UNAVAILABLE = 503;

    private final ProgramHost host;

    @Inject
    ManagementRoutes(ProgramHost host) {
        this.host = host;
    }

    void register(@Observes Router router) {
        // The first of our code that runs in a program.
        LogQueue.drainAtExitUnlessAttended();
        router.get("/revision").handler(context -> {
            var response = context.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store");
            host.program()
                    .ifPresentOrElse(
                            program -> response.end(program.revision().json()),
                            () -> response.setStatusCode(SERVICE_UNAVAILABLE).end("{}\n"));
        });
    }
}
