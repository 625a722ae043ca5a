package io.postwerk.operator.runtime;

import io.postwerk.operator.keys.HashingQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Lets hashing wait while many resources are to be told what became of them: that is quick, and first of all their owners want to know
 * it. Hashing keeps every processor busy, and priorities of threads mean nothing to Linux.
 */
record PatientHashing(HashingQueue queue, IntSupplier backlog) implements HashingQueue {
    private static final int MANY = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Override
    public void add(List<Runnable> batch) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        queue.add(batch.stream().map(task -> patient(task, end)).toList());
    }

    private Runnable patient(Runnable task, long end) {
        return () -> {
            try {
                while (backlog.getAsInt() > MANY && System.nanoTime() < end) {
                    Thread.sleep(PAUSE);
                }
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
