package io.postwerk.smtpserver.queue;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** A few platform threads for native calls that may wait for the disk, which on a virtual thread would hold a carrier. */
final class DiskThreads implements AutoCloseable {
    private static final int THREADS = 4;

    private final ExecutorService threads;

    DiskThreads(String name) {
        threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    /** Runs it there, waits, and passes on what it returns or throws. */
    <T> T run(Callable<T> call) throws QueueException {
        if (!Thread.currentThread().isVirtual()) {
            return here(call);
        }
        Future<T> result;
        try {
            result = threads.submit(call);
        } catch (RejectedExecutionException e) {
            throw new QueueException("the queue is closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw passed(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T here(Callable<T> call) throws QueueException {
        try {
            return call.call();
        } catch (Exception e) {
            throw passed(e);
        }
    }

    private static QueueException passed(Throwable cause) {
        return switch (cause) {
            case QueueException e -> e;
            case IOException e -> new QueueException(String.valueOf(e.getMessage()), e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new QueueException(String.valueOf(cause.getMessage()), cause);
        };
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
