package io.postwerk.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** {@code GET /q/health/started}: whether every part has started, the listeners last. Other services that it needs are not checked. */
@Startup
@ApplicationScoped
class StartedHealth implements HealthCheck {
    private final ProgramHost host;

    @Inject
    StartedHealth(ProgramHost host) {
        this.host = host;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("program")
                .status(host.started() instanceof Condition.Up)
                .build();
    }
}
