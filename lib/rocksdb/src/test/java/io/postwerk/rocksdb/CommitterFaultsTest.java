package io.postwerk.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.postwerk.rocksdb.Committer.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every callback of a committer fails in every way, while others wait: nobody is left behind, nothing is acknowledged that
 * was not committed, and afterwards the committer either works or refuses at once.
 */
@Timeout(30)
class CommitterFaultsTest {
    /** Where a failure can come from. */
    private enum Place {
        BEGIN,
        OCTETS,
        STAGE,
        BEFORE_COMMIT,
        COMMIT,
        COMMITTED,
        PUBLISH,
        ROLLBACK,
        FAILED,
        PROBE,
        RECOVERED
    }

    private final Map<Place, Throwable> faults = Collections.synchronizedMap(new EnumMap<>(Place.class));
    /** Places that have failed. */
    private final Set<Place> hit = Collections.synchronizedSet(EnumSet.noneOf(Place.class));

    private final List<String> durable = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore commits = new Semaphore(0);
    private final Semaphore commitsAllowed = new Semaphore(0);
    private final Semaphore recoveries = new Semaphore(0);
    private final Semaphore committed = new Semaphore(0);
    private final Semaphore probes = new Semaphore(0);
    private final Semaphore probesAllowed = new Semaphore(1_000_000);

    private void fail(Place place) {
        Throwable fault = faults.get(place);
        if (fault != null) {
            hit.add(place);
            throw CommitterFaultsTest.<RuntimeException>sneaky(fault);
        }
    }

    /** Also checked exceptions come out of callbacks that declare none. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable fault) throws T {
        throw (T) fault;
    }

    private final CommitLog<List<String>> log = new CommitLog<>() {
        @Override
        public List<String> begin() {
            fail(Place.BEGIN);
            return new ArrayList<>();
        }

        @Override
        public long octets(List<String> batch) {
            fail(Place.OCTETS);
            return batch.size();
        }

        @Override
        public Written commit(List<String> batch) throws Exception {
            if (batch.isEmpty()) {
                return Written.NOTHING;
            }
            commits.release();
            commitsAllowed.acquire();
            fail(Place.COMMIT);
            durable.addAll(batch);
            return Written.SYNCED;
        }

        @Override
        public void publish(List<String> batch) {
            fail(Place.PUBLISH);
        }

        @Override
        public void rollback(List<String> batch) {
            fail(Place.ROLLBACK);
        }

        @Override
        public void probe() throws Exception {
            probes.release();
            probesAllowed.acquire();
            fail(Place.PROBE);
        }
    };

    private final CommitObserver observer = new CommitObserver() {
        @Override
        public void beforeCommit(int changes) {
            fail(Place.BEFORE_COMMIT);
        }

        @Override
        public void committed(int changes, boolean synced, long nanos) {
            committed.release();
            fail(Place.COMMITTED);
        }

        @Override
        public void failed(int changes, Throwable cause) {
            fail(Place.FAILED);
        }

        @Override
        public void recovered() {
            recoveries.release();
            fail(Place.RECOVERED);
        }
    };

    private final Committer<List<String>> committer = new Committer<>("store", log, observer, 1_000);

    @AfterEach
    void close() {
        commitsAllowed.release(1_000_000);
        probesAllowed.release(1_000_000);
        committer.close();
    }

    /** @param staging whether the intent fails if {@link Place#STAGE} does */
    private CompletableFuture<Optional<Failure>> submit(String name, boolean staging) {
        CompletableFuture<Optional<Failure>> answer = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual()
                .start(() -> answer.complete(committer.submit(
                        batch -> {
                            batch.add(name);
                            if (staging) {
                                fail(Place.STAGE);
                            }
                            return Optional.of(Optional.<Failure>empty());
                        },
                        10,
                        Optional::of)));
        while (waiting.getState() != Thread.State.WAITING && waiting.isAlive()) {
            Thread.onSpinWait();
        }
        return answer;
    }

    /** Lets the place fail for a batch of several, with more that wait behind it. */
    private List<CompletableFuture<Optional<Failure>>> failWith(Place place, Throwable fault) throws Exception {
        return failWith(place, Optional.empty(), fault);
    }

    /** The same for a place that is reached only after a failure elsewhere. */
    private List<CompletableFuture<Optional<Failure>>> failWith(Place place, Optional<Place> trigger, Throwable fault)
            throws Exception {
        List<CompletableFuture<Optional<Failure>>> answers = new ArrayList<>();
        CompletableFuture<Optional<Failure>> first = submit("first", false);
        commits.acquire();
        for (int i = 0; i < 20; i++) {
            answers.add(submit("n" + i, i == 10));
        }
        faults.put(place, fault);
        trigger.ifPresent(it -> faults.put(it, triggering(it)));
        if (place == Place.RECOVERED) {
            // The first batch finds no room, and the next one does.
            commitsAllowed.release();
            assertThat(first.get(20, TimeUnit.SECONDS)).isPresent();
            faults.remove(Place.COMMIT);
        }
        probesAllowed.drainPermits();
        commitsAllowed.release(1_000_000);
        // Nobody is left behind.
        first.get(20, TimeUnit.SECONDS);
        for (CompletableFuture<Optional<Failure>> answer : answers) {
            answer.get(20, TimeUnit.SECONDS);
        }
        if (place == Place.PROBE) {
            // Others come while it runs.
            assertThat(probes.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            faults.remove(Place.COMMIT);
            CompletableFuture<Optional<Failure>> meanwhile = submit("meanwhile", false);
            assertThat(meanwhile).isNotDone();
            probesAllowed.release();
            assertThat(meanwhile.get(20, TimeUnit.SECONDS)).isEqualTo(committer.failure());
        }
        probesAllowed.release(1_000_000);
        assertThat(hit).contains(place);
        return answers;
    }

    private static Throwable triggering(Place trigger) {
        return trigger == Place.COMMIT
                ? DatabaseException.full("No space left on device")
                : new IllegalStateException("a mistake");
    }

    /** Each place, with the place that has to fail for it to be reached. */
    static List<Arguments> places() {
        return List.of(
                arguments(Place.BEGIN, Optional.empty()),
                arguments(Place.OCTETS, Optional.empty()),
                arguments(Place.STAGE, Optional.empty()),
                arguments(Place.BEFORE_COMMIT, Optional.empty()),
                arguments(Place.COMMIT, Optional.empty()),
                arguments(Place.COMMITTED, Optional.empty()),
                arguments(Place.PUBLISH, Optional.empty()),
                arguments(Place.ROLLBACK, Optional.of(Place.STAGE)),
                arguments(Place.ROLLBACK, Optional.of(Place.COMMIT)),
                arguments(Place.FAILED, Optional.of(Place.STAGE)),
                arguments(Place.FAILED, Optional.of(Place.COMMIT)),
                arguments(Place.PROBE, Optional.of(Place.COMMIT)),
                arguments(Place.RECOVERED, Optional.of(Place.COMMIT)));
    }

    private void assertWorksOrRefusesAtOnce() throws Exception {
        faults.clear();
        Optional<Failure> answer = submit("later", false).get(20, TimeUnit.SECONDS);
        assertThat(answer).isEqualTo(committer.failure());
        assertThat(durable.contains("later")).isEqualTo(answer.isEmpty());
        committer.close();
        assertThat(submit("closed", false).get(20, TimeUnit.SECONDS)).isPresent();
    }

    private void assertAcknowledgedIsDurable(List<CompletableFuture<Optional<Failure>>> answers) {
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).join().isEmpty()) {
                assertThat(durable).contains("n" + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anError(Place place, Optional<Place> trigger) throws Exception {
        assertAcknowledgedIsDurable(failWith(place, trigger, new StackOverflowError("too deep")));
        assertWorksOrRefusesAtOnce();
    }

    @ParameterizedTest
    @MethodSource("places")
    void aRuntimeException(Place place, Optional<Place> trigger) throws Exception {
        assertAcknowledgedIsDurable(failWith(place, trigger, new IllegalStateException("a mistake")));
        assertWorksOrRefusesAtOnce();
    }

    @ParameterizedTest
    @MethodSource("places")
    void anInputOutputError(Place place, Optional<Place> trigger) throws Exception {
        assertAcknowledgedIsDurable(failWith(place, trigger, new IOException("Input/output error")));
        assertWorksOrRefusesAtOnce();
    }

    @ParameterizedTest
    @MethodSource("places")
    void aFullDisk(Place place, Optional<Place> trigger) throws Exception {
        assertAcknowledgedIsDurable(failWith(place, trigger, DatabaseException.full("No space left on device")));
        assertWorksOrRefusesAtOnce();
    }

    @Test
    void anObserverThatFailsChangesNothing() throws Exception {
        for (Place place : List.of(Place.COMMITTED, Place.FAILED, Place.RECOVERED)) {
            faults.clear();
            hit.clear();
            boolean afterAnother = place != Place.COMMITTED;
            List<CompletableFuture<Optional<Failure>>> answers = failWith(
                    place,
                    afterAnother ? Optional.of(Place.COMMIT) : Optional.empty(),
                    new StackOverflowError("too deep"));
            boolean full = place == Place.FAILED;
            assertThat(answers).allMatch(answer -> answer.join().isPresent() == full);
            assertThat(answers).allMatch(answer -> !full || answer.join().get().full());
            commitsAllowed.drainPermits();
            commits.drainPermits();
        }
        assertThat(committer.failure()).isEmpty();
    }

    @Test
    void anErrorWhileTheDiskIsLookedAtStopsTheCommitter() throws Exception {
        failWith(Place.PROBE, Optional.of(Place.COMMIT), new StackOverflowError("too deep"));
        assertThat(committer.failure()).contains(new Failure("changes cannot be made durable: too deep", false));
    }

    @Test
    void aBatchWithoutChangesSaysNothingOfTheDisk() throws Exception {
        faults.put(Place.PROBE, DatabaseException.full("No space left on device"));
        failWith(Place.COMMIT, DatabaseException.full("No space left on device"));
        faults.remove(Place.COMMIT);
        long batches = committer.batches();
        assertThat(committer.<String>submit(batch -> Optional.of("over quota"), Failure::reason))
                .isEqualTo("over quota");
        assertThat(committer.isFull()).isTrue();
        assertThat(recoveries.tryAcquire()).isFalse();
        assertThat(committed.tryAcquire()).isFalse();
        assertThat(committer.batches()).isEqualTo(batches);
        // The disk is looked at further on.
        probes.drainPermits();
        assertThat(probes.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        faults.clear();
        assertThat(recoveries.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anIntentThatBreaksHalfWayTakesItsBatchWithIt() throws Exception {
        List<CompletableFuture<Optional<Failure>>> answers =
                failWith(Place.STAGE, new IllegalStateException("a mistake"));
        assertThat(answers.subList(0, 11))
                .allSatisfy(answer -> assertThat(answer.join()).contains(new Failure("a mistake", false)));
        assertThat(answers.subList(11, 20)).allMatch(answer -> answer.join().isEmpty());
        assertThat(durable).hasSize(10).contains("first", "n11").doesNotContain("n0", "n10");
        assertThat(committer.failure()).isEmpty();
    }

    @Test
    void afterAFullDiskTheNextChangeIsTried() throws Exception {
        List<CompletableFuture<Optional<Failure>>> answers =
                failWith(Place.COMMIT, DatabaseException.full("No space left on device"));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join())
                        .contains(new Failure("the disk is full: No space left on device", true)));
        assertThat(committer.isFull()).isTrue();
        assertThat(committer.failure()).isEmpty();
        assertThat(durable).isEmpty();
        faults.clear();
        assertThat(submit("later", false).get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(durable).containsExactly("later");
        assertThat(committer.isFull()).isFalse();
        assertThat(recoveries.tryAcquire()).isTrue();
    }

    @Test
    void whileNobodyComesAFullDiskIsLookedAt() throws Exception {
        faults.put(Place.PROBE, DatabaseException.full("No space left on device"));
        failWith(Place.COMMIT, DatabaseException.full("No space left on device"));
        faults.remove(Place.COMMIT);
        assertThat(recoveries.tryAcquire(1500, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(committer.isFull()).isTrue();
        faults.clear();
        assertThat(recoveries.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(committer.isFull()).isFalse();
    }

    @Test
    void whatAWaiterMakesOfAFailureIsItsOwnAffair() {
        CommitLog.Intent<List<String>, Integer> one = batch -> {
            batch.add("one");
            return Optional.of(1);
        };
        commitsAllowed.release(1_000_000);
        faults.put(Place.COMMIT, DatabaseException.full("No space left on device"));
        assertThatThrownBy(() -> committer.submit(one, failure -> {
                    throw new StackOverflowError("too deep");
                }))
                .isInstanceOf(StackOverflowError.class);
        faults.clear();
        assertThat(committer.<Integer>submit(one, failure -> 2)).isEqualTo(1);
    }
}
