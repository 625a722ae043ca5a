package io.postwerk.runtime;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * {@code GET /revision}: what the program has loaded, for the operator that waits for a sequence number; and the documents
 * of the program's own.
 */
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
            HttpServerResponse response = json(context);
            host.program()
                    .ifPresentOrElse(
                            program -> response.end(program.revision().json()),
                            () -> response.setStatusCode(SERVICE_UNAVAILABLE).end("{}\n"));
        });
        router.get("/:document")
                .handler(context -> host.program()
                        .flatMap(program -> program.document(context.pathParam("document")))
                        .ifPresentOrElse(document -> json(context).end(document), context::next));
    }

    private static HttpServerResponse json(RoutingContext context) {
        return context.response().putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store");
    }
}
