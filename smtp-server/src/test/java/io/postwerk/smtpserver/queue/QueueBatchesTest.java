package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.added;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static io.postwerk.smtpserver.queue.QueueFixtures.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes that wait for each other and are written together. */
@Timeout(60)
class QueueBatchesTest {
    @TempDir
    Path directory;

    /** The batches that were written: how many changes, and whether they were synced. */
    private final List<String> batches = Collections.synchronizedList(new ArrayList<>());

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore allowed = new Semaphore(0);
    private final Semaphore recoveries = new Semaphore(0);
    private volatile boolean full;

    private final CommitObserver observer = new CommitObserver() {
        @Override
        public void beforeCommit(int changes) throws Exception {
            begun.release();
            allowed.acquire();
            if (full) {
                throw DatabaseException.full("No space left on device");
            }
        }

        @Override
        public void committed(int changes, boolean synced, long nanos) {
            batches.add(changes + (synced ? " synced" : " written"));
        }

        @Override
        public void recovered() {
            recoveries.release();
        }
    };

    private final QueuedMail mail = mail(1, "alice@example.org");
    private RocksMailQueue queue;

    @BeforeEach
    void open() throws QueueException {
        queue = RocksMailQueue.open(directory, observer, (id, problem) -> {
            throw new AssertionError(id + ": " + problem);
        });
    }

    @AfterEach
    void close() {
        allowed.release(1_000_000);
        queue.close();
    }

    private QueuedRecipient deferred(String text) {
        return mail.recipients()
                .getFirst()
                .deferred(new DeliveryFailure("", 451, new EnhancedCode(4, 0, 0), text), NOW);
    }

    private QueueChange update(String text) {
        return new QueueChange.Builder().update(mail.id(), deferred(text)).build();
    }

    /** Hands the change over, and returns once it waits to be written. */
    private Thread submit(QueueChange change) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                queue.commit(change);
            } catch (QueueException e) {
                throw new AssertionError(e);
            }
        });
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private void commit(QueueChange change) throws Exception {
        allowed.release();
        queue.commit(change);
        begun.acquire();
    }

    @Test
    void aBatchIsSyncedIfAChangeOfItAsksForThat() throws Exception {
        commit(added(mail, body("x")));
        commit(update("1"));
        List<Thread> threads = new ArrayList<>();
        threads.add(submit(update("2")));
        begun.acquire();
        threads.add(submit(update("3")));
        threads.add(submit(added(mail(1, "bob@example.org"), body("y"))));
        threads.add(submit(update("4")));
        allowed.release(2);
        begun.acquire();
        for (Thread thread : threads) {
            thread.join();
        }
        commit(update("5"));
        assertThat(batches).containsExactly("1 synced", "1 written", "1 written", "3 synced", "1 written");
    }

    @Test
    void changesThatAreWrittenTogetherKeepTheirOrder() throws Exception {
        commit(added(mail, body("x")));
        List<Thread> threads = new ArrayList<>();
        threads.add(submit(update("first")));
        begun.acquire();
        for (int i = 0; i < 100; i++) {
            threads.add(submit(update("n" + i)));
        }
        allowed.release(1_000);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(batches).endsWith("100 written");
        assertThat(queue.find(mail.id()).orElseThrow().recipients()).containsExactly(deferred("n99"));
    }

    @Test
    void theQueueIsFullUntilTheDiskCanBeWritten() throws Exception {
        commit(added(mail, body("x")));
        assertThat(queue.isFull()).isFalse();
        allowed.release(1_000);
        full = true;
        assertThatThrownBy(() -> queue.commit(update("1")))
                .isInstanceOfSatisfying(
                        QueueException.class, e -> assertThat(e.isFull()).isTrue());
        // The committer looks once a second, and may have found room already.
        assertThat(queue.isFull() || recoveries.availablePermits() > 0).isTrue();
        assertThat(queue.broken()).isEmpty();
        full = false;
        assertThat(recoveries.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.isFull()).isFalse();
    }
}
