package io.postwerk.tests.siege;

import io.postwerk.cli.CliException;
import io.postwerk.cli.JvmCommand;
import io.postwerk.cli.LocalInstallation;
import io.postwerk.config.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The packaged programs of one installation, started as {@code postwerk run} starts them: the same config files, JVM options and
 * heaps, which are those of the pods too. Nobody starts a program again that has ended.
 */
final class Programs implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 10;
    private static final List<Program> ORDER = List.of(Program.AUTH_SIDECAR, Program.IMAP_SERVER, Program.SMTP_SERVER);

    private final LocalInstallation installation;
    private final Path data;
    private final int users;
    private final Map<String, String> environment;
    private final Map<Program, Process> processes = new EnumMap<>(Program.class);

    private Programs(LocalInstallation installation, Path data, int users, Map<String, String> environment) {
        this.installation = installation;
        this.data = data;
        this.users = users;
        this.environment = environment;
    }

    /**
     * Plans the manifests and starts the programs on them.
     *
     * @param environment variables that are added to the programs' environment
     */
    static Programs start(Path manifests, Path data, int users, Map<String, String> environment)
            throws IOException, CliException {
        LocalInstallation installation =
                LocalInstallation.prepare(manifests, Optional.empty(), data, Manifests.PORT_OFFSET);
        Programs programs = new Programs(installation, data, users, environment);
        try {
            for (Program program : ORDER) programs.launch(program);
            for (Program program : ORDER) programs.awaitReady(program);
            return programs;
        } catch (IOException | RuntimeException | AssertionError e) {
            programs.close();
            throw e;
        }
    }

    static Path root() {
        return Path.of(System.getProperty("postwerk.root"));
    }

    void launch(Program program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        JvmCommand.of(root(), program, users, installation.managementPort(program)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(program).toFile()));
        builder.environment().putAll(installation.environment(program));
        builder.environment().putAll(environment);
        processes.put(program, builder.start());
    }

    void awaitReady(Program program) {
        if (!installation.awaitReady(program, READY))
            throw new AssertionError(program.folder() + " is not ready; its log is " + log(program));
    }

    private Process process(Program program) {
        return Objects.requireNonNull(processes.get(program));
    }

    Path log(Program program) {
        return data.resolve("log").resolve(program.folder() + ".log");
    }

    Path data() {
        return data;
    }

    int managementPort(Program program) {
        return installation.managementPort(program);
    }

    boolean isRunning(Program program) {
        return process(program).isAlive();
    }

    /** Process ids by program. */
    Map<String, Long> ids() {
        Map<String, Long> ids = new TreeMap<>();
        processes.forEach((program, process) -> {
            if (process.isAlive()) ids.put(program.folder(), process.pid());
        });
        return ids;
    }

    /** kill -9. */
    void kill(Program program) throws InterruptedException {
        process(program).destroyForcibly().waitFor();
    }

    /** Processor time that a program has used so far. */
    Duration processorTime(Program program) {
        return process(program).info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        for (Program program : ORDER.reversed()) {
            Process process = processes.get(program);
            if (process != null) process.destroy();
        }
        try {
            for (Process process : processes.values()) {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
                    process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            processes.values().forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        } finally {
            installation.close();
        }
    }
}
