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
 * Lines that are logged, but not written yet: the console's handler writes on a thread of its own. A process that just
 * ends would take its last words, such as why it cannot start, with it.
 */
final class LogQueue {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Whether the program itself sees to its last words. */
    private static volatile boolean attended;

    private LogQueue() {}

    /** Has the last words written of a process that ends before its program began, as when its management port is taken. */
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
        drain(Logger.getLogger("").getHandlers(), PATIENCE);
    }

    /**
     * Has everything written that was logged so far under these handlers. Later lines are lost.
     *
     * @param patience how long to wait for that at most
     */
    static void drain(Handler[] handlers, Duration patience) {
        List<AsyncHandler> queues = new ArrayList<>();
        collect(handlers, queues);
        // A closed one writes what it has, lets its handlers go, and ends; unless it has closed them at once.
        queues.forEach(queue -> queue.setCloseChildren(false));
        List<Handler> writers =
                queues.stream().flatMap(queue -> Stream.of(queue.getHandlers())).toList();
        queues.forEach(AsyncHandler::close);
        long end = System.nanoTime() + patience.toNanos();
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
