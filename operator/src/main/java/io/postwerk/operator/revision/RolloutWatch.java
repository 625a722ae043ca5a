package io.postwerk.operator.revision;

import io.fabric8.kubernetes.api.model.Pod;
import io.postwerk.config.Program;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.PodProbe.LoadedRevision;
import io.postwerk.operator.revision.PodProbe.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows the rollout of a configuration to one MailServer's pods: asks each ready pod often while something is outstanding, else once a
 * minute. It changes an annotation of a pod that has an older configuration, so that the kubelet refreshes the pod's volumes.
 */
public final class RolloutWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RolloutWatch.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration IDLE_PAUSE = Duration.ofMinutes(1);
    /** A refresh takes the kubelet a moment; after this time it is asked again. */
    private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration ABSENCE = Duration.ofMinutes(1);

    private final Supplier<List<Pod>> pods;
    private final PodProbe probe;
    private final PodRefresher refresher;
    private final Consumer<Rollout> onChange;
    private final Clock clock;
    private final Thread thread;
    private final Map<Workload, Instant> missingSince = new EnumMap<>(Workload.class);
    private final Map<String, Instant> refreshed = new HashMap<>();
    private final StorageRoom room = new StorageRoom();

    private Optional<Rollout> current = Optional.empty();
    private volatile boolean closed;
    private long expected;
    private boolean woken;

    /**
     * Begins to watch.
     *
     * @param pods the MailServer's pods as they are now
     * @param onChange takes how far they are, at first and when it has changed
     */
    public RolloutWatch(
            String name,
            Supplier<List<Pod>> pods,
            PodProbe probe,
            PodRefresher refresher,
            Consumer<Rollout> onChange,
            Clock clock) {
        this.pods = pods;
        this.probe = probe;
        this.refresher = refresher;
        this.onChange = onChange;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("rollout-" + name).start(this::run);
    }

    /** A configuration was applied. */
    public synchronized void expect(long sequence) {
        if (sequence > expected) {
            expected = sequence;
            wake();
        }
    }

    /** Pods have changed, or something else is to be looked at now. */
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try {
                if (await(pause)) {
                    pause = FIRST_PAUSE;
                }
                boolean outstanding = look();
                Duration longer = pause.multipliedBy(3).dividedBy(2);
                pause = outstanding ? (longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE) : IDLE_PAUSE;
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, "Pods could not be looked at", e);
                pause = LONGEST_PAUSE;
            }
        }
    }

    /** Waits; true if there is something to do before the time is over. */
    private synchronized boolean await(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        long left = pause.toNanos();
        while (!woken && left > 0) {
            wait(Math.max(1, left / 1_000_000));
            left = end - System.nanoTime();
        }
        boolean before = woken;
        woken = false;
        return before;
    }

    /** Asks all pods once; true if some have an older configuration or work left. */
    private boolean look() throws InterruptedException {
        long wanted;
        synchronized (this) {
            wanted = expected;
        }
        Instant now = clock.instant();
        List<Pod> all = pods.get();
        Map<Workload, List<Pod>> ready = readyPods(all);
        Map<Pod, Map<Program, LoadedRevision>> answers = ask(ready);
        Set<Workload> absent = EnumSet.noneOf(Workload.class);
        Map<Workload, Rollout.Loaded> workloads = new EnumMap<>(Workload.class);
        for (Workload workload : Workload.values()) {
            List<Pod> its = ready.getOrDefault(workload, List.of());
            if (its.isEmpty()) {
                Instant since = missingSince.computeIfAbsent(workload, _ -> now);
                if (!since.plus(ABSENCE).isAfter(now)) {
                    absent.add(workload);
                }
            } else {
                missingSince.remove(workload);
                workloads.put(workload, loaded(workload, its, answers, wanted, now));
            }
        }
        Rollout seen = new Rollout(workloads, absent, count(all), room.low(all));
        if (!current.equals(Optional.of(seen))) {
            current = Optional.of(seen);
            onChange.accept(seen);
        }
        boolean busy = workloads.values().stream().anyMatch(l -> l.sequence() < wanted || l.pending() > 0);
        return busy || missingSince.size() > absent.size();
    }

    private Rollout.Loaded loaded(
            Workload workload,
            List<Pod> its,
            Map<Pod, Map<Program, LoadedRevision>> answers,
            long wanted,
            Instant now) {
        long sequence = Long.MAX_VALUE;
        long pending = 0;
        for (Pod pod : its) {
            long lowest = lowest(workload, Objects.requireNonNull(answers.get(pod)));
            sequence = Math.min(sequence, lowest);
            if (lowest < wanted) {
                refresh(pod, wanted, now);
            }
            pending += pending(workload, Objects.requireNonNull(answers.get(pod)));
        }
        return new Rollout.Loaded(sequence, pending);
    }

    private static Map<Workload, List<Pod>> readyPods(List<Pod> pods) {
        Map<Workload, List<Pod>> ready = new EnumMap<>(Workload.class);
        pods.stream()
                .filter(RolloutWatch::isReady)
                .forEach(pod -> workload(pod)
                        .ifPresent(workload -> ready.computeIfAbsent(workload, _ -> new ArrayList<>())
                                .add(pod)));
        return ready;
    }

    private static Map<Workload, Integer> count(List<Pod> pods) {
        Map<Workload, Integer> count = new EnumMap<>(Workload.class);
        pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(pod -> workload(pod).ifPresent(workload -> count.merge(workload, 1, Integer::sum)));
        return count;
    }

    private static Optional<Workload> workload(Pod pod) {
        String component = pod.getMetadata().getLabels().get(Labels.COMPONENT);
        return Arrays.stream(Workload.values())
                .filter(workload -> workload.component().equals(component))
                .findFirst();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getPodIP() != null
                && pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private Map<Pod, Map<Program, LoadedRevision>> ask(Map<Workload, List<Pod>> ready) throws InterruptedException {
        record Answer(
                Pod pod,
                Workload workload,
                Program program,
                Optional<LoadedRevision> revision,
                Optional<Storage> storage) {}
        List<Callable<Answer>> questions = new ArrayList<>();
        ready.forEach((workload, its) -> its.forEach(pod -> workload.programs()
                .forEach(program -> questions.add(() -> {
                    String address = pod.getStatus().getPodIP();
                    Optional<LoadedRevision> revision = probe.revision(address, program);
                    // One that does not answer is not waited for twice.
                    Optional<Storage> storage = revision.isPresent() && program == workload.program()
                            ? probe.storage(address, program)
                            : Optional.empty();
                    return new Answer(pod, workload, program, revision, storage);
                }))));
        Map<Pod, Map<Program, LoadedRevision>> answers = new HashMap<>();
        ready.values().forEach(its -> its.forEach(pod -> answers.put(pod, new EnumMap<>(Program.class))));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(questions)) {
                Answer answer = future.get();
                answer.revision()
                        .ifPresent(revision -> Objects.requireNonNull(answers.get(answer.pod()))
                                .put(answer.program(), revision));
                answer.storage().ifPresent(storage -> room.told(answer.pod(), answer.workload(), storage));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return answers;
    }

    private static long lowest(Workload workload, Map<Program, LoadedRevision> answers) {
        return workload.programs().stream()
                .mapToLong(program ->
                        answers.getOrDefault(program, LoadedRevision.NONE).sequence())
                .min()
                .orElse(0);
    }

    private static long pending(Workload workload, Map<Program, LoadedRevision> answers) {
        return Optional.ofNullable(answers.get(workload.program()))
                .map(LoadedRevision::pending)
                .orElse(1L);
    }

    private void refresh(Pod pod, long wanted, Instant now) {
        String key = pod.getMetadata().getUid() + "/" + wanted;
        Instant last = refreshed.get(key);
        if (last != null && now.isBefore(last.plus(REFRESH_TIMEOUT))) {
            return;
        }
        refreshed.keySet().removeIf(other -> !other.endsWith("/" + wanted));
        refreshed.put(key, now);
        refresher.refresh(pod, wanted, last == null ? "" : "." + now.getEpochSecond());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
