package io.postwerk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One program kept running as a child process: started, started again when it dies (at once the first time, then with
 * growing pauses while it keeps dying young), and stopped.
 */
final class Child {
    /** One that has lived this long died of something new: start it again at once. */
    private static final Duration STABLE = Duration.ofSeconds(20);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final long LARGEST_LOG_OCTETS = 16L << 20;

    private final String name;
    private final Supplier<List<String>> commandLine;
    private final Map<String, String> environment;
    private final Path log;
    private final Console console;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stopping;
    private boolean restartAsked;
    private Process process;
    private Thread keeper;

    /** @param commandLine asked at each start */
    Child(String name, Supplier<List<String>> commandLine, Map<String, String> environment, Path log, Console console) {
        this.name = name;
        this.commandLine = commandLine;
        this.environment = environment;
        this.log = log;
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
        keeper = Thread.ofPlatform().daemon().name("keeper-" + name).start(this::keep);
    }

    /** Stops the process and starts it again, for what it reads only at its start. */
    void restart() {
        lock.lock();
        try {
            restartAsked = true;
            process.destroy();
        } finally {
            lock.unlock();
        }
    }

    /** Asks it to stop (SIGTERM); {@link #awaitEnd} waits for that. */
    void askToStop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
            if (process != null) process.destroy();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for its end at most so long, then kills it. */
    void awaitEnd(Duration patience) {
        Process running = current();
        if (running == null) return;
        try {
            if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                console.warn(name + " did not stop in time: killed (nothing acknowledged is lost by that)");
                running.destroyForcibly().waitFor();
            }
            if (keeper != null) keeper.join(1_000);
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

    private Process current() {
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

    private void keep() {
        Duration pause = Duration.ZERO;
        try {
            while (true) {
                Process running = current();
                long startedAt = System.nanoTime();
                int status = running.waitFor();
                boolean stable = System.nanoTime() - startedAt > STABLE.toNanos();
                lock.lock();
                try {
                    if (stopping) return;
                    if (restartAsked || stable) pause = Duration.ZERO;
                    if (restartAsked) {
                        console.say(name + " restarts with its new settings");
                    } else {
                        console.warn(name + " (process " + running.pid() + ") " + describe(status) + ": restarted"
                                + (pause.isZero() ? "" : " in " + pause.toSeconds() + " s") + "; its log is " + log);
                    }
                    restartAsked = false;
                    do {
                        if (awaitStop(pause)) return;
                        pause = next(pause);
                    } while (!spawned());
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    private boolean awaitStop(Duration pause) throws InterruptedException {
        long remaining = pause.toNanos();
        while (!stopping && remaining > 0) remaining = changed.awaitNanos(remaining);
        return stopping;
    }

    private static Duration next(Duration pause) {
        Duration longer = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private static String describe(int status) {
        // 128 + n: ended by signal n, as shells and the JDK report it.
        return status > 128 ? "was ended by signal " + (status - 128) : "ended with status " + status;
    }
}
