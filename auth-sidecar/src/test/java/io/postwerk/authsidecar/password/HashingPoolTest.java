package io.postwerk.authsidecar.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HashingPoolTest {

    @Test
    void refusesWhatIsTooMuch() throws InterruptedException {
        try (var pool = new HashingPool(1, 2)) {
            var begun = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var done = new CountDownLatch(3);
            assertThat(pool.offer(() -> {
                        begun.countDown();
                        await(go);
                        done.countDown();
                    }))
                    .isTrue();
            await(begun);
            assertThat(pool.offer(done::countDown)).isTrue();
            assertThat(pool.offer(done::countDown)).isTrue();
            assertThat(pool.queued()).isEqualTo(2);
            assertThat(pool.offer(done::countDown)).isFalse();
            go.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void takesNothingAfterItsEnd() {
        var pool = new HashingPool(1, 2);
        pool.close();
        assertThat(pool.offer(() -> {})).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
