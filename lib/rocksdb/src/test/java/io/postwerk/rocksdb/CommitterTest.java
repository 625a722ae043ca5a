package io.postwerk.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.rocksdb.CommitLog.Intent;
import io.postwerk.rocksdb.Committer.Failure;
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

/** What happens before what. {@link CommitterFaultsTest} is about failures. */
@Timeout(30)
class CommitterTest {
    /** Everything that happens, in order. */
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private final Semaphore syncsBegun = new Semaphore(0);
    private final Semaphore syncsAllowed = new Semaphore(0);
    private volatile Optional<Exception> syncFailure = Optional.empty();

    /** Changes, and how many octets they are said to have. */
    private static final class Batch {
        private final List<String> names = new ArrayList<>();
        private long octets;
        private boolean sync = true;

        @Override
        public String toString() {
            return names.toString();
        }
    }

    /** A log whose syncs take as long as the test wants. */
    private final CommitLog<Batch> log = new CommitLog<>() {
        @Override
        public Batch begin() {
            return new Batch();
        }

        @Override
        public long octets(Batch batch) {
            return batch.octets + batch.names.size();
        }

        @Override
        public Written commit(Batch batch) throws Exception {
            events.add("sync begins " + batch);
            syncsBegun.release();
            syncsAllowed.acquire();
            if (syncFailure.isPresent()) {
                throw syncFailure.get();
            }
            events.add("sync ends");
            return batch.sync ? Written.SYNCED : Written.WRITTEN;
        }

        @Override
        public void publish(Batch batch) {
            events.add("published " + batch);
        }

        @Override
        public void rollback(Batch batch) {
            events.add("rolled back " + batch);
        }

        @Override
        public void probe() {
            events.add("probed");
        }
    };

    private final Committer<Batch> committer = new Committer<>("store", log, CommitObserver.NONE, 100);

    @AfterEach
    void close() {
        syncsAllowed.release(1_000_000);
        committer.close();
    }

    private Thread submit(String name) {
        CountDownLatch queued = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            queued.countDown();
            events.add(name + ": " + committer.submit(intent(name), Failure::reason));
        });
        awaitQuietly(queued);
        return thread;
    }

    private static Intent<Batch, String> intent(String name) {
        return batch -> {
            batch.names.add(name);
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
        List<Intent<Batch, Integer>> intents = new ArrayList<>();
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
        syncFailure = Optional.of(new IOException("Input/output error"));
        syncsAllowed.release();
        first.join();
        second.join();
        String answer = "changes cannot be made durable: Input/output error";
        assertThat(events).contains("first: " + answer, "second: " + answer);
        // The disk may be well again; what it holds is not known all the same.
        syncFailure = Optional.empty();
        syncsAllowed.release(10);
        assertThat(committer.submit(intent("third"), Failure::reason)).isEqualTo(answer);
        assertThat(committer.failure()).contains(new Failure(answer, false));
        assertThat(events).noneMatch(e -> e.startsWith("published"));
        assertThat(committer.batches()).isZero();
    }

    @Test
    void anIntentThatAddsNothingFailsAlone() {
        syncsAllowed.release(1000);
        Intent<Batch, String> broken = batch -> {
            throw new IOException("cannot read");
        };
        List<String> answers = committer.submitAll(List.of(intent("a"), broken, intent("b")), Failure::reason);
        assertThat(answers).containsExactly("done", "cannot read", "done");
        assertThat(committer.failure()).isEmpty();
    }

    @Test
    void anIntentMayWantTheBatchBeforeItDone() {
        syncsAllowed.release(1000);
        Intent<Batch, String> picky = batch -> {
            if (!batch.names.isEmpty()) {
                return Optional.empty();
            }
            batch.names.add("picky");
            return Optional.of("done");
        };
        assertThat(committer.submitAll(List.of(intent("a"), picky, intent("b"), picky), Failure::reason))
                .containsOnly("done");
        assertThat(events).contains("published [a]").noneMatch(e -> e.contains(", picky"));
    }

    @Test
    void anObserverSeesBatchesAndMayFailThem() {
        syncsAllowed.release(1000);
        CommitObserver observer = new CommitObserver() {
            @Override
            public void beforeCommit(int changes) throws Exception {
                events.add("before " + changes);
                if (syncFailure.isPresent()) {
                    throw syncFailure.get();
                }
            }

            @Override
            public void committed(int changes, boolean synced, long nanos) {
                events.add("committed " + changes + " " + synced);
            }

            @Override
            public void failed(int changes, Throwable cause) {
                events.add("failed " + changes + " " + cause.getMessage());
            }
        };
        try (Committer<Batch> observed = new Committer<>("observed", log, observer, 100)) {
            assertThat(observed.submit(intent("a"), Failure::reason)).isEqualTo("done");
            assertThat(events)
                    .containsExactly("before 1", "sync begins [a]", "sync ends", "committed 1 true", "published [a]");
            events.clear();
            assertThat(observed.submit(
                            batch -> {
                                batch.sync = false;
                                return Optional.of("done");
                            },
                            Failure::reason))
                    .isEqualTo("done");
            assertThat(events).contains("committed 1 false");
            syncFailure = Optional.of(new IOException("pulled the plug"));
            assertThat(observed.submit(intent("b"), Failure::reason)).endsWith("pulled the plug");
            assertThat(events).contains("failed 1 pulled the plug").doesNotContain("sync begins [b]");
        }
    }

    @Test
    void submittersAreHeldBackWhileTooMuchWaits() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            threads.add(Thread.ofVirtual()
                    .start(() -> events.add(name + ": " + committer.submit(intent(name), 60, Failure::reason))));
            if (name.equals("a")) {
                syncsBegun.acquire();
            }
            awaitState(threads.getLast(), Thread.State.WAITING);
        }
        // One of b and c waits for the committer, the other one for room.
        syncsAllowed.release(1);
        syncsBegun.acquire();
        syncsAllowed.release(1000);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(events).contains("a: done", "b: done", "c: done", "published [a]", "published [b]", "published [c]");
    }

    private static void awaitState(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLargeBatchIsClosed() throws InterruptedException {
        Thread first = submit("first");
        syncsBegun.acquire();
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of("b", "c", "d")) {
            Thread thread = Thread.ofVirtual()
                    .start(() -> committer.submit(
                            batch -> {
                                batch.octets += 5 << 20;
                                batch.names.add(name);
                                return Optional.of("done");
                            },
                            Failure::reason));
            awaitState(thread, Thread.State.WAITING);
            threads.add(thread);
        }
        syncsAllowed.release(1000);
        first.join();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(events).contains("published [first]", "published [b, c]", "published [d]");
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
        assertThat(committer.submit(intent("late"), Failure::reason)).isEqualTo("the store is closed");
        committer.close();
    }

    @Test
    void anInterruptIsKeptForLater() throws InterruptedException {
        Thread waiting = Thread.ofVirtual().start(() -> {
            String answer = committer.submit(intent("a"), Failure::reason);
            events.add(answer + ", interrupted: " + Thread.currentThread().isInterrupted());
        });
        syncsBegun.acquire();
        waiting.interrupt();
        syncsAllowed.release();
        waiting.join();
        assertThat(events).contains("done, interrupted: true");
    }
}
