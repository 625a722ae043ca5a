package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.runtime.ProgramLifecycle.Phase;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgramLifecycleTest {
    private static final Duration GRACE = Duration.ofSeconds(4);

    private final List<String> events = new CopyOnWriteArrayList<>();

    private ProgramLifecycle.Builder with(String... names) {
        ProgramLifecycle.Builder builder = ProgramLifecycle.builder();
        for (String name : names) {
            builder.step(name, GRACE, () -> events.add("start " + name), grace -> events.add("stop " + name));
        }
        return builder;
    }

    @Test
    void stopsInTheReverseOrder() throws StartFailedException {
        ProgramLifecycle lifecycle = with("store", "sidecar", "listeners").build();
        assertThat(lifecycle.phase()).isEqualTo(Phase.NEW);
        lifecycle.start();
        assertThat(lifecycle.phase()).isEqualTo(Phase.RUNNING);
        lifecycle.stop();
        lifecycle.stop();

        assertThat(lifecycle.phase()).isEqualTo(Phase.STOPPED);
        assertThat(events)
                .containsExactly(
                        "start store",
                        "start sidecar",
                        "start listeners",
                        "stop listeners",
                        "stop sidecar",
                        "stop store");
    }

    @Test
    void isReadyOnlyBetweenStartAndStop() throws StartFailedException {
        AtomicReference<ProgramLifecycle> self = new AtomicReference<>();
        List<Condition> seen = new CopyOnWriteArrayList<>();
        ProgramLifecycle lifecycle = ProgramLifecycle.builder()
                .step(
                        "listeners",
                        GRACE,
                        () -> seen.add(self.get().condition()),
                        grace -> seen.add(self.get().condition()))
                .build();
        self.set(lifecycle);
        lifecycle.start();
        seen.add(lifecycle.condition());
        lifecycle.stop();

        assertThat(seen).containsExactly(Condition.down("starting"), Condition.up(), Condition.down("stopping"));
    }

    @Test
    void whatFailsToStartTakesDownWhatStartedBeforeIt() {
        ProgramLifecycle lifecycle = with("store")
                .step(
                        "listener imap",
                        GRACE,
                        () -> {
                            throw new BindException("port 2143 is taken");
                        },
                        grace -> events.add("never"))
                .step("last", GRACE, () -> events.add("never"), grace -> events.add("never"))
                .build();

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(lifecycle::start)
                .withMessage("listener imap: port 2143 is taken")
                .withCauseInstanceOf(BindException.class);
        assertThat(events).containsExactly("start store", "stop store");
        assertThat(lifecycle.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aStartFailureOfItsOwnKeepsItsWords() {
        ProgramLifecycle lifecycle = ProgramLifecycle.builder()
                .step(
                        "config",
                        GRACE,
                        () -> {
                            throw new StartFailedException("server.json: tls.certificates is missing");
                        },
                        grace -> {})
                .build();

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(lifecycle::start)
                .withMessage("server.json: tls.certificates is missing");
    }

    @Test
    void aPartThatHangsIsLeftBehind() throws StartFailedException {
        CountDownLatch never = new CountDownLatch(1);
        ProgramLifecycle lifecycle = with("store")
                .step("listeners", Duration.ofMillis(1), () -> {}, grace -> never.await())
                .build();
        lifecycle.start();
        lifecycle.stop();

        assertThat(events).containsExactly("start store", "stop store");
        never.countDown();
    }

    @Test
    void aPartThatFailsToStopDoesNotKeepTheOthers() throws StartFailedException {
        ProgramLifecycle lifecycle = with("store")
                .step("listeners", GRACE, () -> {}, grace -> {
                    throw new IllegalStateException("no");
                })
                .build();
        lifecycle.start();
        lifecycle.stop();

        assertThat(events).containsExactly("start store", "stop store");
    }

    @Test
    void eachPartIsToldItsGrace() throws StartFailedException {
        List<Duration> graces = new CopyOnWriteArrayList<>();
        ProgramLifecycle lifecycle = ProgramLifecycle.builder()
                .step("store", Duration.ofMillis(700), () -> {}, graces::add)
                .step("listeners", GRACE, () -> {}, graces::add)
                .build();
        lifecycle.start();
        lifecycle.stop();

        assertThat(graces).containsExactly(GRACE, Duration.ofMillis(700));
    }

    @Test
    void startsOnce() throws StartFailedException {
        ProgramLifecycle lifecycle = with("store").build();
        lifecycle.start();

        assertThatThrownBy(lifecycle::start).isInstanceOf(IllegalStateException.class);
    }
}
