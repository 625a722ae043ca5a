package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.operator.revision.HttpPodProbe;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The operator as a program: begins when Quarkus has started, ends before it does. */
@Singleton
final class OperatorApplication {
    /** Exit status of a replica that has lost the lead or cannot begin: the kubelet starts it anew. */
    private static final int FAILED = 1;

    private static final System.Logger LOG = System.getLogger(OperatorApplication.class.getName());
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

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
        KubernetesClient opened = ApiClients.create(Config.autoConfigure(null), metrics::called);
        client = Optional.of(opened);
        PostwerkOperator created = new PostwerkOperator(
                opened,
                environment.settings(opened.getConfiguration()),
                new HttpPodProbe(),
                metrics,
                Clock.systemUTC(),
                // The restarted replica waits for the lead. Exit asynchronously: it waits for the election's thread,
                // which calls this.
                () -> Quarkus.asyncExit(FAILED));
        operator = Optional.of(created);
        metrics.register(created);
        // In the background, so that health is served while the API server is away.
        Thread.ofPlatform().name("operator-start").start(() -> begin(opened, created));
    }

    private static void begin(KubernetesClient client, PostwerkOperator operator) {
        try {
            awaitApiServer(client);
            operator.start();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "The operator cannot begin", e);
            Quarkus.asyncExit(FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits here: the kubelet would restart the program with longer and longer pauses. */
    private static void awaitApiServer(KubernetesClient client) throws InterruptedException {
        while (true) {
            try {
                client.getKubernetesVersion();
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                    return;
                }
                LOG.log(System.Logger.Level.WARNING, "The API server does not answer: {0}", e.getMessage());
                Thread.sleep(ASK_AGAIN);
            }
        }
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
