package io.postwerk.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.AsyncHandler;

/**
 * Lines that are logged, but not written yet: the console's handler writes on a thread of its own. When the process ends
 * without a flush, its last lines are lost, such as the reason why it cannot start.
 */
final class LogQueue {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** Whether the program itself flushes at its end. */
    private static volatile boolean attended;

    private LogQueue() {}

    /** Flushes at the exit of a process that ends before its program has begun, as when its management port is taken. */
    static void drainAtExitUnlessAttended() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!attended) drain();
                        },
                        "log-queue"));
    }

    /** The program has begun, and calls {@link #drain()} at its end. */
    static void attend() {
        attended = true;
    }

    /** Has everything written that was logged so far. Later lines are lost. */
    static void drain() {
        drain(Logger.getLogger("").getHandlers(), TIMEOUT);
    }

    /**
     * Has everything written that was logged so far under these handlers. Later lines are lost.
     *
     * @param timeout how long to wait for that at most
     */
    static void drain(Handler[] handlers, Duration timeout) {
        List<AsyncHandler> queues = new ArrayList<>();
        collect(handlers, queues);
        // A closed one writes what it has, lets its handlers go, and ends; unless it has closed them at once.
        queues.forEach(queue -> queue.setCloseChildren(false));
        List<Handler> writers =
                queues.stream().flatMap(queue -> Stream.of(queue.getHandlers())).toList();
        queues.forEach(AsyncHandler::close);
        long end = System.nanoTime() + timeout.toNanos();
        while (queues.stream().anyMatch(queue -> queue.getHandlers().length > 0) && System.nanoTime() < end) {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        writers.forEach(Handler::flush);
    }

    private static void collect(Handler[] handlers, List<AsyncHandler> queues) {
        for (Handler handler : handlers) {
            if (handler instanceof AsyncHandler queue) queues.add(queue);
            else if (handler instanceof ExtHandler nesting) collect(nesting.getHandlers(), queues);
        }
    }
}
