package io.postwerk.operator.planning;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When there is a plan. */
class PlanBackoffTest {
    /** After so many failures the next attempt is a minute away, so that only the change can end the wait. */
    @Test
    @Timeout(40)
    void aChangeDoesNotWaitForTheNextAttempt() {
        PlanBackoff backoff = new PlanBackoff(Duration.ofHours(1));
        IntStream.range(0, 10).forEach(i -> backoff.failed(1));
        backoff.changed();
        assertThatCode(backoff::await).doesNotThrowAnyException();
    }
}
