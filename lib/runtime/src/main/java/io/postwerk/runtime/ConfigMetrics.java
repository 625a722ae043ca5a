package io.postwerk.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.Supplier;

/** Metrics of config reloads, the same for every program. */
final class ConfigMetrics {
    private ConfigMetrics() {}

    static void register(MeterRegistry metrics, Supplier<Revision> revision) {
        Gauge.builder(
                        "postwerk.config.sequence",
                        () -> revision.get().sequence().orElse(0))
                .description("Sequence number of the configuration in force; 0 before the first complete set")
                .register(metrics);
        Gauge.builder(
                        "postwerk.config.loaded.timestamp.seconds",
                        () -> revision.get()
                                .loadedAt()
                                .map(Instant::getEpochSecond)
                                .orElse(0L))
                .description("When the configuration in force was taken, in seconds since the epoch")
                .register(metrics);
        FunctionCounter.builder(
                        "postwerk.config.reloads", revision, r -> r.get().loaded())
                .description("Sets of configuration seen since the start, by what became of them")
                .tag("result", "loaded")
                .register(metrics);
        FunctionCounter.builder(
                        "postwerk.config.reloads", revision, r -> r.get().refused())
                .description("Sets of configuration seen since the start, by what became of them")
                .tag("result", "refused")
                .register(metrics);
    }
}
