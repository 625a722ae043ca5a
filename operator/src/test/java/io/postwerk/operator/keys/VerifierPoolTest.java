package io.postwerk.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The threads that make verifiers. */
class VerifierPoolTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void theLatestBatchGoesFirst() {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (VerifierPool pool = new VerifierPool(1, () -> 0)) {
            pool.add(List.of(
                    () -> {
                        started.countDown();
                        awaitLatch(go);
                    },
                    () -> done.add("bulk 1"),
                    () -> done.add("bulk 2")));
            awaitLatch(started);
            pool.add(List.of(() -> done.add("changed 1"), () -> done.add("changed 2")));
            go.countDown();
            await().until(() -> done.size() == 4);
        }
        assertThat(done).containsExactly("changed 1", "changed 2", "bulk 1", "bulk 2");
    }

    @Test
    void goesOnAfterAnError() {
        try (VerifierPool pool = new VerifierPool(1, () -> 0)) {
            pool.add(List.of(
                    () -> {
                        throw new IllegalStateException("for once");
                    },
                    () -> {
                        throw new OutOfMemoryError("for once");
                    },
                    () -> done.add("next")));
            await().until(() -> done.contains("next"));
        }
    }

    @Test
    void waitsWhileManyStatusesAreStillToBeWritten() {
        AtomicInteger backlog = new AtomicInteger(101);
        CountDownLatch asked = new CountDownLatch(2);
        try (VerifierPool pool = new VerifierPool(1, () -> {
            asked.countDown();
            return backlog.get();
        })) {
            pool.add(List.of(() -> done.add("hashed")));
            awaitLatch(asked);
            assertThat(done).isEmpty();
            backlog.set(100);
            await().until(() -> done.contains("hashed"));
        }
    }

    @Test
    void threadsAreOfTheLowestPriorityAndEnd() {
        Thread[] worker = new Thread[1];
        CountDownLatch ran = new CountDownLatch(1);
        VerifierPool pool = new VerifierPool(1, () -> 0);
        pool.add(List.of(() -> {
            worker[0] = Thread.currentThread();
            ran.countDown();
        }));
        awaitLatch(ran);
        assertThat(worker[0].getPriority()).isEqualTo(Thread.MIN_PRIORITY);
        assertThat(worker[0].isDaemon()).isTrue();
        pool.close();
        await().until(() -> !worker[0].isAlive());
        pool.add(List.of(() -> done.add("too late")));
        assertThat(done).isEmpty();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
