package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CountDownLatch starts = new CountDownLatch(2);
    private ChildProcess child;

    @AfterEach
    void end() {
        child.terminate();
        child.awaitEnd(Duration.ofSeconds(10));
    }

    private ChildProcess start(String script) throws CliException {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        child = new ChildProcess(
                "child",
                () -> {
                    starts.countDown();
                    return List.of("/bin/sh", "-c", script);
                },
                Map.of(),
                folder.resolve("log"),
                () -> false,
                new Console(out, out));
        child.start();
        return child;
    }

    private static void sigterm(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    @Test
    void isRestartedWhenItEndsByItself() throws Exception {
        start("exit 3");
        assertThat(starts.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("ended with status 3: restarted");
    }

    @Test
    void isRestartedAfterASigtermOfItsOwn() throws Exception {
        sigterm(start("exec sleep 60").pid());
        assertThat(starts.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("was ended by signal 15: restarted");
    }

    /** The group's SIGTERM may end the child before this process has begun to stop. */
    @Test
    void isNotRestartedWhenTheSigtermWasForTheWholeGroup() throws Exception {
        start("exec sleep 60");
        ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
        process.destroy();
        process.onExit().get();
        child.stopRestarting();
        child.awaitEnd(Duration.ofSeconds(10));
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(starts.getCount()).isEqualTo(1);
    }
}
