package io.postwerk.store.rocksdb;

import io.postwerk.store.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.RocksDBException;

/**
 * Where calls into RocksDB that may wait for the disk are made. A native call pins the carrier of a virtual thread, and
 * there are as many carriers as processors; so virtual threads hand such calls to a few platform threads. It also keeps
 * the database open as long as a call is under way, since a call to a closed one would bring the process down.
 */
final class Disk implements AutoCloseable {
    private final ExecutorService threads;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private final Database database;
    private boolean closed;

    Disk(Database database, int readThreads) {
        this.database = database;
        this.threads = Executors.newFixedThreadPool(
                readThreads, Thread.ofPlatform().daemon().name("store-read-", 0).factory());
    }

    /** Something that is asked of the database. */
    @FunctionalInterface
    interface Call<T> {
        T on(Database database) throws RocksDBException;
    }

    /** @throws StoreException if it fails, or the store is closed */
    <T> T call(Call<T> call) {
        if (!Thread.currentThread().isVirtual()) {
            return here(call);
        }
        Callable<T> task = () -> here(call);
        Future<T> future;
        try {
            future = threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw new StoreException("the store is closed");
        }
        boolean interrupted = false;
        while (true) {
            try {
                T result = future.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof StoreException failure) {
                    throw failure;
                }
                throw new StoreException("reading failed: " + e.getCause(), e.getCause());
            }
        }
    }

    private <T> T here(Call<T> call) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            return call.on(database);
        } catch (RocksDBException e) {
            throw new StoreException("RocksDB: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new StoreException("a record in the store is broken: " + e.getMessage(), e);
        } finally {
            open.readLock().unlock();
        }
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
