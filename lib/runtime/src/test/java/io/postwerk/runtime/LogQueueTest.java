package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.junit.jupiter.api.Test;

class LogQueueTest {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayWrite = new CountDownLatch(1);

    /** Writes nothing until it may. */
    private final class Console extends ExtHandler {
        private volatile boolean closed;

        @Override
        public void close() {
            closed = true;
        }

        @Override
        protected void doPublish(ExtLogRecord line) {
            boolean interrupted = false;
            while (mayWrite.getCount() > 0) {
                try {
                    mayWrite.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) Thread.currentThread().interrupt();
            if (!closed) written.add(line.getMessage());
        }
    }

    private static final class Nesting extends ExtHandler {}

    @Test
    void whatWasLoggedIsWritten() {
        AsyncHandler queue = new AsyncHandler();
        queue.addHandler(new Console());
        Nesting root = new Nesting();
        root.addHandler(queue);
        for (int i = 1; i <= 3; i++) {
            queue.publish(new ExtLogRecord(Level.SEVERE, "line " + i, LogQueueTest.class.getName()));
        }
        assertThat(written).isEmpty();
        Thread.ofVirtual().start(mayWrite::countDown);
        LogQueue.drain(new Handler[] {root}, Duration.ofSeconds(30));

        assertThat(written).containsExactly("line 1", "line 2", "line 3");
    }

    @Test
    void doesNotWaitForEver() {
        AsyncHandler queue = new AsyncHandler();
        queue.addHandler(new Console());
        queue.publish(new ExtLogRecord(Level.SEVERE, "stuck", LogQueueTest.class.getName()));
        LogQueue.drain(new Handler[] {queue}, Duration.ofMillis(1));

        assertThat(written).isEmpty();
        mayWrite.countDown();
    }
}
