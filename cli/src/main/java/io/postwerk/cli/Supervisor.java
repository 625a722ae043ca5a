package io.postwerk.cli;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** Keeps the three server programs running as child processes of this one. */
final class Supervisor implements AutoCloseable {
    /** All of them are gone within 5 s of the request to stop. */
    private static final Duration STOP_PATIENCE = Duration.ofMillis(4_300);

    private static final Duration SIDECAR_PATIENCE = Duration.ofMillis(500);

    private final Map<Program, Child> children = new EnumMap<>(Program.class);
    private final Map<Program, ManagementProbe> probes = new EnumMap<>(Program.class);
    private final Map<Program, Integer> startedFor = new ConcurrentHashMap<>();
    private final Console console;

    /**
     * @param home the checkout whose artifacts are started
     * @param users how many users there are now; asked at every start of a program
     */
    Supervisor(Path home, DataFolder data, IntSupplier users, Console console) {
        this.console = console;
        for (Program program : Program.values()) {
            Map<String, String> environment = Map.of(
                    ConfigFormat.DIRECTORY_VARIABLE,
                    data.config(program).toString(),
                    // Ends with us even when we are killed: an orphan would hold the ports and the stores.
                    "POSTWERK_PARENT_PID",
                    Long.toString(ProcessHandle.current().pid()),
                    // The files are there already: what is wrong with them is to be told at once.
                    "POSTWERK_CONFIG_WAIT_SECONDS",
                    "0");
            children.put(
                    program,
                    new Child(
                            program.folder(),
                            () -> command(home, program, users.getAsInt()),
                            environment,
                            data.log(program),
                            console));
            probes.put(program, new ManagementProbe(program.managementPort()));
        }
    }

    void start() throws CliException {
        // Users first: both servers look them up.
        for (Program program : List.of(Program.AUTH_SIDECAR, Program.IMAP_SERVER, Program.SMTP_SERVER)) {
            children.get(program).start();
        }
    }

    /** @throws CliException naming the program that did not become ready, and its log */
    void awaitReady(Duration patience, DataFolder data) throws CliException {
        long end = System.nanoTime() + patience.toNanos();
        for (Program program : Program.values()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!probes.get(program).awaitReady(left)) {
                throw new CliException(program.folder() + " is not ready after " + patience.toSeconds()
                        + " s; its log is " + data.log(program));
            }
        }
    }

    private List<String> command(Path home, Program program, int users) {
        startedFor.put(program, users);
        return JvmCommand.of(home, program, users);
    }

    /** Whether a program has room for so many users as it was started. */
    boolean holds(Program program, int users) {
        return JvmCommand.holds(program, startedFor.getOrDefault(program, users), users);
    }

    /** For a change of what a program reads only at its start. */
    void restart(Program program) {
        children.get(program).restart();
    }

    /** Waits, within bounds, until a program has loaded the configuration of that number or a later one. */
    void awaitSequence(Program program, long sequence, Duration patience) {
        probes.get(program).awaitSequence(sequence, patience);
    }

    /** Stops the servers, then the sidecar, whose answers they need for what is in flight. */
    @Override
    public void close() {
        // An interrupt is how we are told to stop; it must not cut the stopping short.
        Thread.interrupted();
        long start = System.nanoTime();
        Child smtp = children.get(Program.SMTP_SERVER);
        Child imap = children.get(Program.IMAP_SERVER);
        Child sidecar = children.get(Program.AUTH_SIDECAR);
        smtp.askToStop();
        imap.askToStop();
        smtp.awaitEnd(STOP_PATIENCE);
        imap.awaitEnd(STOP_PATIENCE.minusNanos(Math.min(System.nanoTime() - start, STOP_PATIENCE.toNanos())));
        sidecar.askToStop();
        sidecar.awaitEnd(SIDECAR_PATIENCE);
    }
}
