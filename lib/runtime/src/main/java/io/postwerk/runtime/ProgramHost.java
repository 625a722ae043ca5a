package io.postwerk.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link ServerProgram} inside Quarkus: starts it when the management port answers already, waits for SIGTERM
 * (or for the end of the process that started it), stops it while the management port still answers.
 */
@ApplicationScoped
public class ProgramHost {
    private static final Logger LOG = System.getLogger(ProgramHost.class.getName());
    private static final int STARTED_AND_STOPPED = 0;
    private static final int NOT_STARTED = 1;
    private static final int BROKEN = 2;
    /** Longer than all parts' graces together. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private final MeterRegistry metrics;
    private final ConfigWait configWait = ConfigWait.fromEnvironment();
    private volatile @Nullable ServerProgram program;
    private volatile boolean broken;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Inject
    ProgramHost(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * Runs the program until it is asked to stop.
     *
     * @return the exit status
     */
    public int run(ServerProgram.Factory factory) {
        LogQueue.attend();
        try {
            return serve(factory);
        } finally {
            LogQueue.drain();
            ended.countDown();
        }
    }

    /**
     * Quarkus takes its own parts down, and then the JVM ends, without waiting for {@link #run}: what is in flight would be
     * cut off. So the taking down waits here, at its beginning, until the program has stopped.
     */
    void awaitEnd(@Observes ShutdownEvent event) throws InterruptedException {
        configWait.giveUp();
        if (program != null && !ended.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(Level.ERROR, "did not stop within " + STOP_TIMEOUT.toSeconds() + " s");
        }
    }

    private int serve(ServerProgram.Factory factory) {
        ServerProgram created;
        try {
            created = configWait.until(() -> factory.create(metrics));
            program = created;
            ConfigMetrics.register(metrics, created::revision);
            created.lifecycle().start();
        } catch (StartFailedException e) {
            LOG.log(Level.ERROR, "cannot start: " + e.getMessage());
            LOG.log(Level.DEBUG, "cannot start", e);
            return NOT_STARTED;
        }
        LOG.log(Level.INFO, "serving");
        try {
            ParentWatch.fromEnvironment().start(Quarkus::asyncExit);
            Thread.ofVirtual().name("program-watch").start(() -> watch(created));
            Quarkus.waitForExit();
        } finally {
            LOG.log(Level.INFO, "stopping");
            created.lifecycle().stop();
        }
        return broken ? BROKEN : STARTED_AND_STOPPED;
    }

    private void watch(ServerProgram program) {
        while (program.lifecycle().phase() == ProgramLifecycle.Phase.RUNNING) {
            Optional<String> reason = program.broken();
            if (reason.isPresent()) {
                LOG.log(Level.ERROR, "cannot go on, and has to be started again: " + reason.get());
                broken = true;
                Quarkus.asyncExit(BROKEN);
                return;
            }
            try {
                Thread.sleep(CHECK_EVERY);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The program, as soon as it has read its configuration. */
    Optional<ServerProgram> program() {
        return Optional.ofNullable(program);
    }

    /** Whether it has started, and has not begun to stop. */
    Condition started() {
        ServerProgram current = program;
        return current == null
                ? Condition.down("starting")
                : current.lifecycle().condition();
    }

    /** Every condition of being ready, by name. */
    Map<String, Condition> conditions() {
        Map<String, Condition> report = new LinkedHashMap<>();
        report.put("lifecycle", started());
        ServerProgram current = program;
        if (current != null) report.putAll(current.readiness().report());
        return report;
    }
}
