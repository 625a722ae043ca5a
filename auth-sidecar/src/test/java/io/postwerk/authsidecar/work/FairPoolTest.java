package io.postwerk.authsidecar.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.penalty.Asker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairPoolTest {

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);

    private record Job(String label, Asker asker, boolean known, Runnable work, List<String> done) implements Task {
        @Override
        public void run() {
            work.run();
            done.add(label);
        }

        @Override
        public void refused() {
            done.add("refused " + label);
        }
    }

    private Job job(String network, String name) {
        return new Job(name + "@" + network, new Asker(Optional.of(network), Optional.of(name)), false, () -> {}, done);
    }

    private Job known(String network, String name) {
        return new Job("known " + name, new Asker(Optional.of(network), Optional.of(name)), true, () -> {}, done);
    }

    /** A pool whose thread is busy until {@code go}. */
    private FairPool busy(int queued) {
        var pool = new FairPool(Executors.newSingleThreadExecutor(), 1, queued);
        pool.submit(new Job("first", new Asker(Optional.empty(), Optional.empty()), false, () -> await(go), done));
        return pool;
    }

    @Test
    void refusesWhatIsTooMuchFromTheLongestQueue() {
        FairPool pool = busy(3);
        pool.submit(job("1", "a"));
        pool.submit(job("1", "b"));
        pool.submit(job("1", "c"));
        assertThat(pool.queued()).isEqualTo(3);
        assertThat(done).isEmpty();
        pool.submit(job("2", "d"));
        assertThat(done).as("the newcomer has less than its share").containsExactly("refused c@1");
        pool.submit(job("1", "e"));
        assertThat(done).containsExactly("refused c@1", "refused e@1");
        assertThat(pool.queued()).isEqualTo(3);
        go.countDown();
        pool.close();
    }

    /** 500 attempts of one address, and 500 addresses at one name, delay another user by one each. */
    @Test
    void oneAddressOrOneNameDelaysOthersByOneTask() {
        var queue = new FairQueue(2_000);
        for (int i = 0; i < 500; i++) {
            queue.add(job("bot", "name" + i));
            queue.add(job("bot" + i, "victim"));
        }
        queue.add(job("home", "bob"));
        List<String> order = drain(queue, 4);
        assertThat(order).startsWith("name0@bot", "victim@bot0", "bob@home");
    }

    @Test
    void knownUsersHaveEverySecondTurn() {
        var queue = new FairQueue(100);
        for (int i = 0; i < 3; i++) {
            queue.add(job("n" + i, "x" + i));
            queue.add(known("k" + i, "y" + i));
        }
        assertThat(drain(queue, 6)).containsExactly("known y0", "x0@n0", "known y1", "x1@n1", "known y2", "x2@n2");
    }

    @Test
    void runsEverythingOnce() {
        FairPool pool = busy(100);
        var all = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            var asker = new Asker(Optional.of("n" + i % 3), Optional.of("u" + i % 7));
            pool.submit(new Job("job " + i, asker, i % 5 == 0, all::countDown, done));
        }
        go.countDown();
        await(all);
        pool.close();
        assertThat(pool.queued()).isZero();
        assertThat(List.copyOf(done)).doesNotHaveDuplicates().noneMatch(label -> label.startsWith("refused"));
    }

    @Test
    void aTaskThatFailsKeepsNoTurn() {
        var pool = new FairPool(Executors.newSingleThreadExecutor(), 1, 2);
        var asker = new Asker(Optional.empty(), Optional.empty());
        pool.submit(new Job(
                "fails",
                asker,
                false,
                () -> {
                    throw new IllegalStateException("a task that fails");
                },
                done));
        var ran = new CountDownLatch(1);
        pool.submit(new Job("next", asker, false, ran::countDown, done));
        await(ran);
        pool.close();
    }

    @Test
    void takesNothingAfterItsEnd() {
        var pool = new FairPool(Executors.newSingleThreadExecutor(), 1, 2);
        pool.close();
        pool.submit(job("1", "a"));
        assertThat(done).containsExactly("refused a@1");
    }

    private List<String> drain(FairQueue queue, int most) {
        for (int i = 0; i < most; i++) {
            queue.poll().orElseThrow().run();
        }
        return List.copyOf(done);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
