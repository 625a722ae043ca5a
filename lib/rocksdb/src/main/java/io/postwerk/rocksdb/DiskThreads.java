package io.postwerk.rocksdb;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Where calls into a database that may wait for the disk are made. A native call pins the carrier of a virtual thread, and
 * there are as many carriers as processors; so virtual threads hand such calls to a few platform threads. It also keeps
 * the database open as long as a call is under way, since a call to a closed one would end the process.
 *
 * @param <X> what the user of the database throws for a {@link DatabaseException}
 */
public final class DiskThreads<X extends Exception> implements AutoCloseable {
    private final String subject;
    private final Database database;
    private final Function<DatabaseException, X> failure;
    private final ExecutorService threads;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param subject as {@code store}: names the threads, and is closed, in messages
     * @param database is closed with this
     * @param count how many calls may wait for the disk at once
     * @param failure turns a failure of the database into the user's own
     */
    public DiskThreads(String subject, Database database, int count, Function<DatabaseException, X> failure) {
        this.subject = subject;
        this.database = database;
        this.failure = failure;
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(subject + "-disk-", 0).factory());
    }

    /** Something that is asked of the database. */
    @FunctionalInterface
    public interface Call<T, X extends Exception> {
        T on(Database database) throws X;
    }

    /** Makes the call, and waits for it. An interrupt is kept for later. */
    public <T> T call(Call<T, X> call) throws X {
        if (!Thread.currentThread().isVirtual()) {
            return here(call);
        }
        Callable<T> task = () -> here(call);
        Future<T> result;
        try {
            result = threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw isClosed();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw thrown(Objects.requireNonNull(e.getCause()));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T here(Call<T, X> call) throws X {
        open.readLock().lock();
        try {
            if (closed) {
                throw isClosed();
            }
            return call.on(database);
        } catch (DatabaseException e) {
            throw failure.apply(e);
        } catch (IllegalArgumentException e) {
            throw failure.apply(
                    new DatabaseException("a record in the " + subject + " is broken: " + e.getMessage(), e));
        } finally {
            open.readLock().unlock();
        }
    }

    private X isClosed() {
        return failure.apply(new DatabaseException("the " + subject + " is closed"));
    }

    /** What {@link #here} has thrown on another thread: unchecked, or an X. */
    @SuppressWarnings("unchecked")
    private X thrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> (X) cause;
        };
    }

    /** Waits for the calls under way, then closes the database. */
    @Override
    public void close() {
        threads.shutdown();
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                database.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
