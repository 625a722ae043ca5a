package io.postwerk.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** {@code GET /q/health/ready}: each condition by name, with what is wrong with those that are down. */
@Readiness
@ApplicationScoped
class ProgramHealth implements HealthCheck {
    private final ProgramHost host;

    @Inject
    ProgramHealth(ProgramHost host) {
        this.host = host;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("program");
        Map<String, Condition> report = host.conditions();
        boolean up = true;
        for (Map.Entry<String, Condition> entry : report.entrySet()) {
            switch (entry.getValue()) {
                case Condition.Up() -> response.withData(entry.getKey(), "up");
                case Condition.Degraded(String reason) -> response.withData(entry.getKey(), reason);
                case Condition.Down(String reason) -> {
                    response.withData(entry.getKey(), reason);
                    up = false;
                }
            }
        }
        return response.status(up).build();
    }
}
