package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.operator.revision.HttpPodProbe;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** The operator as a program: begins when Quarkus has started, ends before it does. */
@Singleton
final class OperatorApplication {
    /** Exit status of a replica that has lost the lead. */
    private static final int DEPOSED = 1;

    private final OperatorEnvironment environment;
    private final OperatorMetrics metrics;
    private Optional<KubernetesClient> client = Optional.empty();
    private volatile Optional<PostwerkOperator> operator = Optional.empty();

    @Inject
    OperatorApplication(OperatorEnvironment environment, MeterRegistry registry) {
        this.environment = environment;
        this.metrics = new OperatorMetrics(registry);
    }

    @Startup
    void start() {
        if (environment.training()) {
            Training.start(metrics);
            return;
        }
        KubernetesClient opened = ApiClients.create(Config.autoConfigure(null), metrics::called);
        client = Optional.of(opened);
        PostwerkOperator created = new PostwerkOperator(
                opened,
                environment.settings(opened.getConfiguration()),
                new HttpPodProbe(),
                metrics,
                Clock.systemUTC(),
                // Begins anew, as a replica that waits. Elsewhere than on the thread of the election, which is waited
                // for.
                () -> Quarkus.asyncExit(DEPOSED));
        operator = Optional.of(created);
        metrics.register(created);
        // In the background: health is to be seen while the API server is waited for.
        Thread.ofPlatform().name("operator-start").start(created::start);
    }

    @Shutdown
    void stop() {
        operator.ifPresent(PostwerkOperator::close);
        client.ifPresent(KubernetesClient::close);
    }

    /** The operator, once it is there. */
    Optional<PostwerkOperator> operator() {
        return operator;
    }
}
