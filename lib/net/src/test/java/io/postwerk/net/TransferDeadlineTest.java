package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.net.TransferDeadline.Rules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a peer may take. */
class TransferDeadlineTest {
    private final TransferDeadline deadline =
            new TransferDeadline(new Rules(Duration.ofSeconds(300), Duration.ofSeconds(3600), 500));

    private long left(long received, long elapsedSeconds) throws DeadlineExceededException {
        return deadline.remaining(received, Duration.ofSeconds(elapsedSeconds).toNanos())
                .toSeconds();
    }

    @Test
    void aPauseIsAllowedAndNoMore() throws Exception {
        assertThat(left(0, 0)).isEqualTo(300);
        assertThat(left(0, 299)).isEqualTo(1);
        assertThat(left(1_000_000, 10)).isEqualTo(300);
    }

    @Test
    void anOctetNowAndThenIsTooSlow() throws Exception {
        assertThat(left(250, 290)).isEqualTo(10);
        assertThatThrownBy(() -> left(299, 301)).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void theMinimumSpeedKeepsATransferAlive() throws Exception {
        assertThat(left(500 * 1000, 1000)).isEqualTo(300);
        assertThat(left(500 * 900, 1000)).isEqualTo(200);
        assertThatThrownBy(() -> left(500 * 700, 1000)).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void theWholeHasAnEndHoweverFast() throws Exception {
        assertThat(left(1L << 40, 3599)).isEqualTo(1);
        assertThatThrownBy(() -> left(1L << 40, 3600)).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void withoutASpeedOnlyPausesAndTheWholeCount() throws Exception {
        TransferDeadline any = new TransferDeadline(new Rules(Duration.ofSeconds(300), Duration.ofSeconds(3600), 0));
        assertThat(any.remaining(0, Duration.ofSeconds(3000).toNanos())).isEqualTo(Duration.ofSeconds(300));
    }
}
