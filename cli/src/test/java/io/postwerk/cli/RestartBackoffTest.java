package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.FakeClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartBackoffTest {
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final RestartBackoff backoff = new RestartBackoff(clock);

    /** Each life: its seconds, and an r if the program got ready, or an x if it was ended on purpose. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never ready    | 1 1 1 1 1 1 1 1                    | 0 1 2 4 8 15 15 15",
                "ready          | 5r 5r 5r 5r 5r 5r                  | 0 1 2 2 2 2",
                "after a minute | 1 1 1 1 1 60 1 1                   | 0 1 2 4 8 0 1 2",
                "always a minute| 60r 60r 61r 3600r 60               | 0 0 0 0 0",
                "nearly a minute| 59r 59r 59r 59r                    | 0 1 2 2",
                "ready at last  | 1 1 1 1 1 1 30r 30r 90r 30r 1 1 1 1 | 0 1 2 4 8 15 2 2 0 1 2 4 8 15",
                "ready no more  | 30r 30r 30r 1 1 1 1                | 0 1 2 2 4 8 15",
                "ended for new settings | 1 1 1 1 1x 1 1             | 0 1 2 4 0 1 2",
            })
    void waits(String what, String lives, String delays) {
        assertThat(Arrays.stream(lives.split(" "))
                        .map(this::delayAfter)
                        .map(delay -> Long.toString(delay.toSeconds()))
                        .collect(Collectors.joining(" ")))
                .as(what)
                .isEqualTo(delays);
    }

    private Duration delayAfter(String life) {
        backoff.started();
        if (life.endsWith("r")) backoff.ready();
        clock.advance(Duration.ofSeconds(Long.parseLong(life.replaceAll("[rx]", ""))));
        if (life.endsWith("x")) backoff.reset();
        return backoff.ended();
    }
}
