package io.postwerk.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Keeps the three server programs running as child processes of this one. */
final class Supervisor implements AutoCloseable {
    /** All of them are gone within 5 s of the request to stop. */
    private static final Duration STOP_PATIENCE = Duration.ofMillis(4_300);

    private static final Duration SIDECAR_PATIENCE = Duration.ofMillis(500);

    private final Map<Program, Child> children = new EnumMap<>(Program.class);
    private final Map<Program, ManagementProbe> probes = new EnumMap<>(Program.class);
    private final Console console;

    /**
     * @param home the checkout whose artifacts are started
     * @param managementPorts where each program answers for health and {@code /revision}
     */
    Supervisor(Path home, DataFolder data, Map<Program, Integer> managementPorts, Console console) {
        this.console = console;
        for (Program program : Program.values()) {
            int port = managementPorts.get(program);
            Map<String, String> environment = Map.of(
                    "POSTWERK_CONFIG", data.config(program).toString(),
                    // Ends with us even when we are killed: an orphan would hold the ports and the stores.
                    "POSTWERK_PARENT", Long.toString(ProcessHandle.current().pid()));
            children.put(
                    program,
                    new Child(
                            program.programName(),
                            program.commandLine(home, port),
                            environment,
                            data.log(program),
                            console));
            probes.put(program, new ManagementProbe(port));
        }
    }

    void start() throws CliException {
        for (Child child : children.values()) child.start();
    }

    /** @throws CliException naming the program that did not become ready, and its log */
    void awaitReady(Duration patience, DataFolder data) throws CliException {
        long end = System.nanoTime() + patience.toNanos();
        for (Program program : Program.values()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!probes.get(program).awaitReady(left)) {
                throw new CliException(program + " is not ready after " + patience.toSeconds() + " s; its log is "
                        + data.log(program));
            }
        }
    }

    /** For a change of what a program reads only at its start. */
    void restart(Program program) {
        children.get(program).restart();
    }

    boolean awaitReady(Program program, Duration patience) {
        return probes.get(program).awaitReady(patience);
    }

    /** What the program says of the configuration it has loaded. */
    String revision(Program program) {
        return probes.get(program).revision();
    }

    long pid(Program program) {
        return children.get(program).pid();
    }

    /** Stops the servers, then the sidecar, whose answers they need for what is in flight. */
    @Override
    public void close() {
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
