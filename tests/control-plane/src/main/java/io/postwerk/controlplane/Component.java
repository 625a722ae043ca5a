package io.postwerk.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the control plane as a child process. It ends with {@link #close}, and also when this JVM ends in any way: a shell
 * between the two reads a pipe that only this JVM holds, and kills the program at its end.
 */
public final class Component implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int TAIL = 40;

    /** Ends with the program's own exit status. Programs are killed: nothing of a test's control plane is to be kept. */
    private static final String WATCHDOG = """
            exec 3<&0
            "$@" </dev/null 3<&- & child=$!
            { read -r _ <&3; kill -9 $child 2>/dev/null; } &
            exec 3<&-
            wait $child
            """;

    private final String name;
    private final Process process;
    private final Path log;

    private Component(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a program; what it prints goes to {@code NAME.log} in a folder, behind what is there. */
    public static Component start(Path folder, Path program, List<String> arguments) throws IOException {
        return start(folder, program, arguments, Map.of());
    }

    /** As {@link #start(Path, Path, List)}, with variables over those of this JVM's environment. */
    public static Component start(Path folder, Path program, List<String> arguments, Map<String, String> environment)
            throws IOException {
        String name = program.getFileName().toString();
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WATCHDOG, "sh", program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new Component(name, process, log);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process ids of the program and of what watches over it. */
    public List<Long> pids() {
        return process.descendants().map(ProcessHandle::pid).toList();
    }

    /** The last lines that the program printed, for a failure's message. */
    public String tail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return name;
    }
}
