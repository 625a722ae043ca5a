package io.postwerk.operator.runtime;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when all custom resources are known and watched, leading or not. */
@Readiness
@Singleton
final class OperatorReadiness implements HealthCheck {
    private final OperatorApplication application;

    @Inject
    OperatorReadiness(OperatorApplication application) {
        this.application = application;
    }

    @Override
    public HealthCheckResponse call() {
        boolean synced =
                application.operator().filter(PostwerkOperator::isSynced).isPresent();
        boolean leading =
                application.operator().filter(PostwerkOperator::isLeading).isPresent();
        return HealthCheckResponse.named("operator")
                .status(synced)
                .withData("leading", leading)
                .build();
    }
}
