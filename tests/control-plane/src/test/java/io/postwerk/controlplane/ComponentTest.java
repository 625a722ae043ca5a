package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No program of a control plane outlives its test. */
class ComponentTest {
    @Test
    void endsWhenClosed(@TempDir Path folder) throws IOException {
        Component component = Component.start(folder, Peers.program("sleep"), List.of("600"));
        await("the shell has started it").until(() -> !component.pids().isEmpty());
        List<ProcessHandle> processes = handles(component.pids());

        component.close();

        assertThat(component.isAlive()).isFalse();
        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void isSeenToEndByItself(@TempDir Path folder) throws IOException {
        try (Component component = Component.start(folder, Peers.program("echo"), List.of("nothing to do"))) {
            await().until(() -> !component.isAlive());
            assertThat(component.tail()).isEqualTo("nothing to do");
        }
    }

    /** A JVM that is killed closes nothing. */
    @Test
    void endsWithItsJvm(@TempDir Path folder) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        folder.toString(),
                        Peers.program("sleep").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid = Long.parseLong(jvm.inputReader().readLine());
        ProcessHandle sleep = ProcessHandle.of(pid).orElseThrow();

        jvm.destroyForcibly().waitFor();

        await().until(() -> !sleep.isAlive());
    }

    /** What the other JVM runs: it starts a program, tells its process id and waits to be killed. */
    static final class Starter {
        public static void main(String[] arguments) throws Exception {
            Component component = Component.start(Path.of(arguments[0]), Path.of(arguments[1]), List.of("600"));
            await().until(() -> !sleeping(component).isEmpty());
            System.out.println(sleeping(component).getFirst().pid());
            Thread.currentThread().join();
        }

        private static List<ProcessHandle> sleeping(Component component) {
            return handles(component.pids()).stream()
                    .filter(handle -> handle.info().command().orElse("").endsWith("/sleep"))
                    .toList();
        }
    }

    private static List<ProcessHandle> handles(List<Long> pids) {
        return pids.stream()
                .map(ProcessHandle::of)
                .flatMap(java.util.Optional::stream)
                .toList();
    }
}
