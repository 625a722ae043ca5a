package io.postwerk.cli;

import io.postwerk.config.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the three server programs running as child processes of this one. */
final class Supervisor implements AutoCloseable {
    /** The servers, then auth-sidecar: all have ended 5 s after the request to stop. */
    private static final Duration SERVER_TIMEOUT = Duration.ofMillis(4_300);

    private static final Duration SIDECAR_TIMEOUT = Duration.ofMillis(500);

    private final Map<Program, ChildProcess> children = new EnumMap<>(Program.class);
    private final LocalInstallation installation;
    private final Map<Program, Integer> startedFor = new ConcurrentHashMap<>();

    /** @param home the checkout whose artifacts are started */
    Supervisor(Path home, LocalInstallation installation, Console console) {
        this.installation = installation;
        for (Program program : Program.values()) {
            children.put(
                    program,
                    new ChildProcess(
                            program.folder(),
                            () -> command(home, program),
                            installation.environment(program),
                            installation.data().log(program),
                            installation.probe(program)::ready,
                            console));
        }
    }

    void start() throws CliException {
        // Users first: both servers look them up.
        for (Program program : List.of(Program.AUTH_SIDECAR, Program.IMAP_SERVER, Program.SMTP_SERVER)) {
            child(program).start();
        }
    }

    /** @throws CliException naming the program that did not become ready, and its log */
    void awaitReady(Duration timeout) throws CliException {
        long end = System.nanoTime() + timeout.toNanos();
        for (Program program : Program.values()) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!installation.awaitReady(program, left)) {
                throw new CliException(program.folder() + " is not ready after " + timeout.toSeconds()
                        + " s; its log is " + installation.data().log(program));
            }
        }
    }

    private List<String> command(Path home, Program program) {
        int users = installation.reloader().users().size();
        startedFor.put(program, users);
        return JvmCommand.of(home, program, users, installation.managementPort(program));
    }

    /** Whether a program, as it was started, has enough heap for that number of users. */
    boolean holds(Program program, int users) {
        return JvmCommand.holds(program, startedFor.getOrDefault(program, users), users);
    }

    /** Restarts a program, for settings that it reads only at its start. */
    void restart(Program program) {
        child(program).restart();
    }

    /** Waits, within bounds, until a program has loaded the configuration of that number or a later one. */
    void awaitSequence(Program program, long sequence, Duration timeout) {
        installation.probe(program).awaitSequence(sequence, timeout);
    }

    private ChildProcess child(Program program) {
        return Objects.requireNonNull(children.get(program));
    }

    /** Ends all restarts: the programs are about to be stopped. */
    void stopRestarting() {
        children.values().forEach(ChildProcess::stopRestarting);
    }

    /** Stops the servers, then auth-sidecar: the servers need it while they finish their sessions. */
    @Override
    public void close() {
        // The request to stop is an interrupt, which must not end the waiting below.
        Thread.interrupted();
        stopRestarting();
        long start = System.nanoTime();
        ChildProcess smtp = child(Program.SMTP_SERVER);
        ChildProcess imap = child(Program.IMAP_SERVER);
        ChildProcess sidecar = child(Program.AUTH_SIDECAR);
        smtp.terminate();
        imap.terminate();
        smtp.awaitEnd(SERVER_TIMEOUT);
        imap.awaitEnd(SERVER_TIMEOUT.minusNanos(Math.min(System.nanoTime() - start, SERVER_TIMEOUT.toNanos())));
        sidecar.terminate();
        sidecar.awaitEnd(SIDECAR_TIMEOUT);
    }
}
