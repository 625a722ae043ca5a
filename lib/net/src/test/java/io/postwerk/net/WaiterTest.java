package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a condition or a deadline, with one timer per connection. */
@Timeout(60)
class WaiterTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final Waiter waiter = new Waiter(loop, TimeUnit.MILLISECONDS.toNanos(20));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void deadlinesBeforeAndAfterTheTimersFirstLookEndTheWait() throws Exception {
        loop.submit(waiter::start).sync();
        for (int millis : new int[] {0, 5, 60, 10, 100, 1, 40}) {
            assertThat(waitFor(new AtomicBoolean(), Duration.ofMillis(millis))).isFalse();
        }
    }

    @Test
    void aDeadlineThatIsFarAwayIsNoOverflow() throws Exception {
        loop.submit(waiter::start).sync();
        AtomicBoolean condition = new AtomicBoolean();
        Thread.ofVirtual().start(() -> {
            Edge.await("it waits", waiter::waiting);
            condition.set(true);
            waiter.wake();
        });
        assertThat(waitFor(condition, Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(waiter.waiting()).isFalse();
    }

    @Test
    void manyWakesFromManyThreadsLoseNone() throws Exception {
        loop.submit(waiter::start).sync();
        for (int i = 0; i < 2_000; i++) {
            AtomicBoolean condition = new AtomicBoolean();
            Thread.ofVirtual().start(() -> {
                condition.set(true);
                waiter.wake();
            });
            assertThat(waitFor(condition, Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waitFor(new AtomicBoolean(), Duration.ofSeconds(10)))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anEndedLoopEndsTheWait() throws Exception {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        assertThat(waitFor(new AtomicBoolean(), Duration.ofSeconds(10))).isFalse();
    }

    private boolean waitFor(AtomicBoolean condition, Duration timeout) throws InterruptedIOException {
        waiter.begin(Waiter.deadline(timeout));
        try {
            while (!condition.get()) {
                if (!waiter.sleep()) {
                    return false;
                }
            }
            return true;
        } finally {
            waiter.end();
        }
    }
}
