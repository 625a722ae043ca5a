package io.postwerk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One program that runs as a child process: it is started, restarted when it ends by itself (how soon, {@link RestartBackoff}
 * says), and stopped.
 */
final class ChildProcess {
    /** How often a process that is not ready yet is asked whether it is. */
    private static final Duration READY_INTERVAL = Duration.ofMillis(500);

    /**
     * A signal that is sent to the whole process group (systemd, timeout and a terminal's Ctrl-C do that) reaches the child and
     * this process at the same time. After the child has ended by such a signal, this process waits this long for a request to
     * stop.
     */
    private static final Duration STOP_SIGNAL_DELAY = Duration.ofSeconds(1);

    /** Exit statuses after SIGHUP, SIGINT and SIGTERM. */
    private static final Set<Integer> STOP_SIGNALS = Set.of(128 + 1, 128 + 2, 128 + 15);

    private static final long LARGEST_LOG_OCTETS = 16L << 20;

    private final String name;
    private final Supplier<List<String>> commandLine;
    private final Map<String, String> environment;
    private final Path log;
    private final Console console;
    private final BooleanSupplier readiness;
    // Elapsed time: a clock that is set does not change how long a process has lived.
    private final RestartBackoff backoff = new RestartBackoff(() -> Instant.EPOCH.plusNanos(System.nanoTime()));

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stopping;
    private boolean restartRequested;
    // Set by start().
    private @Nullable Process process;
    private @Nullable Thread monitor;

    /**
     * Starts nothing before {@link #start}.
     *
     * @param commandLine asked at each start
     * @param readiness whether the process serves
     */
    ChildProcess(
            String name,
            Supplier<List<String>> commandLine,
            Map<String, String> environment,
            Path log,
            BooleanSupplier readiness,
            Console console) {
        this.name = name;
        this.commandLine = commandLine;
        this.environment = environment;
        this.log = log;
        this.readiness = readiness;
        this.console = console;
    }

    /** @throws CliException when it cannot be started at all */
    void start() throws CliException {
        lock.lock();
        try {
            spawn();
        } catch (IOException e) {
            throw new CliException(name + " cannot be started: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
        monitor = Thread.ofPlatform().daemon().name("monitor-" + name).start(this::monitor);
    }

    /** Restarts the process, for settings that it reads only at its start. */
    void restart() {
        lock.lock();
        try {
            restartRequested = true;
            if (process != null) process.destroy();
        } finally {
            lock.unlock();
        }
    }

    /** From now on the process is not restarted, whatever ends it. */
    void stopRestarting() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends SIGTERM; {@link #awaitEnd} waits for the end. */
    void terminate() {
        lock.lock();
        try {
            stopRestarting();
            if (process != null) process.destroy();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of the process, and kills it after the timeout. */
    void awaitEnd(Duration timeout) {
        Process running = current();
        if (running == null) return;
        try {
            if (!running.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                console.warn(name + " did not stop in time: killed (nothing acknowledged is lost by that)");
                running.destroyForcibly().waitFor();
            }
            if (monitor != null) monitor.join(1_000);
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    boolean alive() {
        Process running = current();
        return running != null && running.isAlive();
    }

    long pid() {
        Process running = current();
        return running == null ? -1 : running.pid();
    }

    private @Nullable Process current() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }

    private void spawn() throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_OCTETS) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(commandLine.get())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        process.getOutputStream().close();
    }

    private void monitor() {
        try {
            while (true) {
                Process running = Objects.requireNonNull(current());
                backoff.started();
                int status = awaitExit(running);
                lock.lock();
                try {
                    if (awaitStop(
                            !restartRequested && STOP_SIGNALS.contains(status) ? STOP_SIGNAL_DELAY : Duration.ZERO)) {
                        return;
                    }
                    if (restartRequested) backoff.reset();
                    Duration delay = backoff.ended();
                    if (restartRequested) {
                        console.say(name + " restarts with its new settings");
                    } else {
                        console.warn(name + " (process " + running.pid() + ") " + describe(status) + ": restarted"
                                + (delay.isZero() ? "" : " in " + delay.toSeconds() + " s") + "; its log is " + log);
                    }
                    restartRequested = false;
                    while (true) {
                        if (awaitStop(delay)) return;
                        backoff.started();
                        if (spawned()) break;
                        delay = backoff.ended();
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int awaitExit(Process running) throws InterruptedException {
        while (!running.waitFor(READY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (readiness.getAsBoolean()) {
                backoff.ready();
                break;
            }
        }
        return running.waitFor();
    }

    private boolean spawned() {
        try {
            spawn();
            return true;
        } catch (IOException e) {
            console.warn(name + " cannot be started, and is tried again: " + e.getMessage());
            return false;
        }
    }

    /** Waits for a request to stop; returns whether one came in that time. */
    private boolean awaitStop(Duration timeout) throws InterruptedException {
        long remaining = timeout.toNanos();
        while (!stopping && remaining > 0) remaining = changed.awaitNanos(remaining);
        return stopping;
    }

    private static String describe(int status) {
        // 128 + n: ended by signal n, as shells and the JDK report it.
        return status > 128 ? "was ended by signal " + (status - 128) : "ended with status " + status;
    }
}
