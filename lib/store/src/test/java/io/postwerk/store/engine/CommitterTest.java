package io.postwerk.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.StoreFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommitterTest {
    /** Everything that happens, in order. */
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private final Semaphore syncsBegun = new Semaphore(0);
    private final Semaphore syncsAllowed = new Semaphore(0);
    private volatile Optional<IOException> syncFailure = Optional.empty();

    /** A log whose syncs take as long as the test wants. */
    private final CommitLog<List<String>> log = new CommitLog<>() {
        @Override
        public List<String> begin() {
            return new ArrayList<>();
        }

        @Override
        public long octets(List<String> batch) {
            return batch.size();
        }

        @Override
        public void commit(List<String> batch) throws Exception {
            events.add("sync begins " + batch);
            syncsBegun.release();
            syncsAllowed.acquire();
            if (syncFailure.isPresent()) {
                throw syncFailure.get();
            }
            events.add("sync ends");
        }

        @Override
        public void publish(List<String> batch) {
            events.add("published " + batch);
        }
    };

    private final Committer<List<String>> committer = new Committer<>("test", log, CommitListener.NONE);

    @AfterEach
    void close() {
        syncsAllowed.release(1_000_000);
        committer.close();
    }

    private Thread submit(String name) {
        CountDownLatch queued = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            queued.countDown();
            events.add(name + ": " + committer.submit(intent(name), StoreFailed::reason));
        });
        awaitQuietly(queued);
        return thread;
    }

    private static CommitIntent<List<String>, String> intent(String name) {
        return batch -> {
            batch.add(name);
            return Optional.of("done");
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyIsToldBeforeTheSync() throws InterruptedException {
        Thread first = submit("first");
        syncsBegun.acquire();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            others.add(submit("other " + i));
        }
        assertThat(events).containsExactly("sync begins [first]");
        assertThat(first.isAlive()).isTrue();
        syncsAllowed.release();
        first.join();
        // The rest has gathered meanwhile, and shares syncs, of which none has ended.
        syncsBegun.acquire();
        assertThat(events).noneMatch(e -> e.startsWith("other"));
        assertThat(others).allMatch(Thread::isAlive);
        syncsAllowed.release(1000);
        for (Thread other : others) {
            other.join();
        }
        for (int i = 0; i < 50; i++) {
            assertToldAfterItsSync("other " + i);
        }
        assertThat(committer.intents()).isEqualTo(51);
        assertThat(committer.batches()).isLessThan(51);
    }

    private void assertToldAfterItsSync(String name) {
        int begins = indexOf("sync begins", name);
        int published = indexOf("published", name);
        int told = events.indexOf(name + ": done");
        assertThat(events.subList(begins, published)).contains("sync ends");
        assertThat(told).isGreaterThan(published);
    }

    private int indexOf(String event, String name) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).matches(event + " \\[(.*, )?" + name + "(, .*)?]")) {
                return i;
            }
        }
        throw new AssertionError("no " + event + " with " + name + " in " + events);
    }

    @Test
    void intentsAreStagedAndAnsweredInTheirOrder() {
        syncsAllowed.release(1000);
        List<CommitIntent<List<String>, Integer>> intents = new ArrayList<>();
        List<Integer> staged = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int number = i;
            intents.add(batch -> {
                staged.add(number);
                return Optional.of(number);
            });
        }
        assertThat(committer.submitAll(intents, failed -> -1))
                .isEqualTo(staged)
                .isSorted()
                .hasSize(3000);
    }

    @Test
    void aFailedSyncFailsItsBatchAndEverythingAfter() throws InterruptedException {
        Thread first = submit("first");
        syncsBegun.acquire();
        Thread second = submit("second");
        syncFailure = Optional.of(new IOException("no space left on device"));
        syncsAllowed.release();
        first.join();
        second.join();
        String answer = "changes cannot be made durable: no space left on device";
        assertThat(events).contains("first: " + answer, "second: " + answer);
        // The disk may be well again; what it holds is not known all the same.
        syncFailure = Optional.empty();
        syncsAllowed.release(10);
        assertThat(committer.submit(intent("third"), StoreFailed::reason)).isEqualTo(answer);
        assertThat(committer.failure()).contains(new StoreFailed(answer));
        assertThat(events).noneMatch(e -> e.startsWith("published"));
        assertThat(committer.batches()).isZero();
    }

    @Test
    void anIntentThatCannotBeStagedFailsAlone() {
        syncsAllowed.release(1000);
        CommitIntent<List<String>, String> broken = batch -> {
            throw new IOException("cannot read");
        };
        List<String> answers = committer.submitAll(List.of(intent("a"), broken, intent("b")), StoreFailed::reason);
        assertThat(answers).containsExactly("done", "cannot read", "done");
        assertThat(committer.failure()).isEmpty();
    }

    @Test
    void anIntentMayWantTheBatchBeforeItDone() {
        syncsAllowed.release(1000);
        CommitIntent<List<String>, String> picky = batch -> {
            if (!batch.isEmpty()) {
                return Optional.empty();
            }
            batch.add("picky");
            return Optional.of("done");
        };
        assertThat(committer.submitAll(List.of(intent("a"), picky, intent("b"), picky), StoreFailed::reason))
                .containsOnly("done");
        assertThat(events).contains("published [a]").noneMatch(e -> e.contains(", picky"));
    }

    @Test
    void aListenerSeesSyncsAndMayFailThem() {
        syncsAllowed.release(1000);
        CommitListener listener = new CommitListener() {
            @Override
            public void beforeSync(int intents) throws IOException {
                events.add("before " + intents);
                if (syncFailure.isPresent()) {
                    throw syncFailure.get();
                }
            }

            @Override
            public void afterSync(int intents) {
                events.add("after " + intents);
            }
        };
        try (Committer<List<String>> observed = new Committer<>("observed", log, listener)) {
            assertThat(observed.submit(intent("a"), StoreFailed::reason)).isEqualTo("done");
            assertThat(events).containsExactly("before 1", "sync begins [a]", "sync ends", "after 1", "published [a]");
            syncFailure = Optional.of(new IOException("pulled the plug"));
            assertThat(observed.submit(intent("b"), StoreFailed::reason)).endsWith("pulled the plug");
            assertThat(events).doesNotContain("sync begins [b]");
        }
    }

    @Test
    void closingFinishesWhatWaits() throws InterruptedException {
        Thread first = submit("first");
        syncsBegun.acquire();
        Thread second = submit("second");
        Thread closing = Thread.ofVirtual().start(committer::close);
        syncsAllowed.release(1000);
        closing.join();
        first.join();
        second.join();
        assertThat(events).contains("first: done");
        assertThat(events).containsAnyOf("second: done", "second: the store is closed");
        assertThat(committer.submit(intent("late"), StoreFailed::reason)).isEqualTo("the store is closed");
        committer.close();
    }

    @Test
    void anInterruptIsKeptForLater() throws InterruptedException {
        Thread waiting = Thread.ofVirtual().start(() -> {
            String answer = committer.submit(intent("a"), StoreFailed::reason);
            events.add(answer + ", interrupted: " + Thread.currentThread().isInterrupted());
        });
        syncsBegun.acquire();
        waiting.interrupt();
        syncsAllowed.release();
        waiting.join();
        assertThat(events).contains("done, interrupted: true");
    }
}
