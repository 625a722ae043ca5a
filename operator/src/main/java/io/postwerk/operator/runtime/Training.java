package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.operator.planning.PlanningSettings;
import io.postwerk.operator.revision.HttpPodProbe;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A run that ends by itself, after which the JVM writes an AOT cache (JEP 483, 514) of what was loaded in it; on with
 * {@code -Dpostwerk.training=true}, as for the servers. One small MailServer is planned for and applied to a stand-in of the API server.
 */
final class Training {
    private static final System.Logger LOG = System.getLogger(Training.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OperatorMetrics metrics;

    private Training(OperatorMetrics metrics) {
        this.metrics = metrics;
    }

    /** Begins the run, which ends the program. */
    static void start(OperatorMetrics metrics) {
        Thread.ofPlatform().name("training").start(() -> {
            int status = 1;
            try {
                new Training(metrics).run();
                LOG.log(System.Logger.Level.INFO, "trained");
                status = 0;
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "the training run failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                Quarkus.asyncExit(status);
            }
        });
    }

    private void run() throws IOException, InterruptedException {
        try (TrainingApi api = TrainingApi.start();
                KubernetesClient client = ApiClients.create(
                        new ConfigBuilder(Config.empty())
                                .withMasterUrl(api.url())
                                .withNamespace("default")
                                .build(),
                        metrics::called);
                PostwerkOperator operator = new PostwerkOperator(
                        client, settings(), new HttpPodProbe(), metrics, Clock.systemUTC(), () -> {})) {
            metrics.register(operator);
            operator.start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!api.hasStatefulSets() && System.nanoTime() < end) Thread.sleep(50);
            for (String path : List.of("/q/health/ready", "/q/health/live", "/q/metrics")) get(path);
        }
    }

    private static OperatorSettings settings() {
        return new OperatorSettings(
                new PlanningSettings("default", "training", "training", "Never", OperatorSettings.PERIOD),
                true,
                Optional.empty(),
                "training");
    }

    private static void get(String path) throws IOException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        try (InputStream body =
                URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            body.readAllBytes();
        } catch (IOException e) {
            // Not ready is a good answer too.
            LOG.log(System.Logger.Level.DEBUG, () -> path + ": " + e.getMessage());
        }
    }
}
