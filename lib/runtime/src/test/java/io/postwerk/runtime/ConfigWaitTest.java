package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfigWaitTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger tries = new AtomicInteger();

    private String missing() throws StartFailedException {
        throw new StartFailedException("server.json: missing, try " + tries.incrementAndGet());
    }

    @Test
    void takesWhatIsThereAtOnce() throws StartFailedException {
        assertThat(new ConfigWait(Duration.ZERO, LONG).until(() -> "there")).isEqualTo("there");
    }

    @Test
    void waitsForWhatComesLater() throws StartFailedException {
        String made = new ConfigWait(LONG, Duration.ofMillis(1)).until(() -> tries.get() < 3 ? missing() : "there");
        assertThat(made).isEqualTo("there");
        assertThat(tries).hasValue(3);
    }

    @Test
    void failsWithTheLastReasonAfterTheTimeout() {
        assertThatThrownBy(() -> new ConfigWait(Duration.ofMillis(30), Duration.ofMillis(10)).until(this::missing))
                .isInstanceOf(StartFailedException.class)
                .hasMessageStartingWith("server.json: missing, try ");
        assertThat(tries.get()).isGreaterThan(1);
    }

    @Test
    void withoutTimeoutItFailsAtOnce() {
        assertThatThrownBy(() -> new ConfigWait(Duration.ZERO, LONG).until(this::missing))
                .hasMessage("server.json: missing, try 1");
    }

    @Test
    void aProgramThatIsToEndWaitsNoLonger() {
        ConfigWait wait = new ConfigWait(LONG, LONG);
        CompletableFuture<String> starting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                starting.complete(wait.until(this::missing));
            } catch (StartFailedException e) {
                starting.completeExceptionally(e);
            }
        });
        wait.giveUp();
        assertThatThrownBy(starting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StartFailedException.class);
    }
}
