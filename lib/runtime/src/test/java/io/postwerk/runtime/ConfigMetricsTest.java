package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConfigMetricsTest {
    @Test
    void followTheRevision() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        AtomicReference<Revision> revision = new AtomicReference<>(Revision.none("imap-server", 1));
        ConfigMetrics.register(metrics, revision::get);
        assertThat(metrics.get("postwerk.config.sequence").gauge().value()).isZero();

        revision.set(new Revision(
                "imap-server",
                1,
                OptionalLong.of(42),
                Optional.of(Instant.ofEpochSecond(1_700_000_000)),
                3,
                2,
                Optional.of("torn"),
                0));

        assertThat(metrics.get("postwerk.config.sequence").gauge().value()).isEqualTo(42);
        assertThat(metrics.get("postwerk.config.loaded.timestamp.seconds")
                        .gauge()
                        .value())
                .isEqualTo(1_700_000_000);
        assertThat(metrics.get("postwerk.config.reloads")
                        .tag("result", "loaded")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
        assertThat(metrics.get("postwerk.config.reloads")
                        .tag("result", "refused")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }
}
