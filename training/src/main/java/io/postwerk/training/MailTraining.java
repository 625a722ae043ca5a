package io.postwerk.training;

import io.postwerk.cli.CliException;
import io.postwerk.cli.LocalInstallation;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.Program;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The servers and auth-sidecar as one small installation: mail of a stranger and of a user, read by IMAP and POP3. */
final class MailTraining {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int OFFSETS_TRIED = 10;

    private final Map<String, TrainedProgram> programs;
    private final LocalInstallation installation;

    private MailTraining(Map<String, TrainedProgram> programs, LocalInstallation installation) {
        this.programs = programs;
        this.installation = installation;
    }

    /**
     * Runs all programs, and ends them.
     *
     * @return whether each program that was to be trained has its cache
     */
    static boolean run(Map<String, TrainedProgram> programs, Path scratch)
            throws CliException, IOException, InterruptedException {
        try (LocalInstallation installation = install(scratch)) {
            return new MailTraining(programs, installation).run();
        }
    }

    /** On ports that nobody uses: another installation may run on this machine. */
    private static LocalInstallation install(Path scratch) throws CliException, IOException {
        Path manifests = Files.createDirectories(scratch.resolve("manifests"));
        try (InputStream text = MailTraining.class.getResourceAsStream("training.yaml")) {
            Files.copy(text, manifests.resolve("training.yaml"));
        }
        for (int attempt = 1; ; attempt++) {
            try {
                int offset = ThreadLocalRandom.current().nextInt(1_000, 20_000);
                return LocalInstallation.prepare(manifests, Optional.empty(), scratch.resolve("data"), offset);
            } catch (CliException e) {
                if (attempt == OFFSETS_TRIED) throw e;
            }
        }
    }

    private boolean run() throws IOException, InterruptedException {
        try {
            for (Program program : List.of(Program.AUTH_SIDECAR, Program.IMAP_SERVER, Program.SMTP_SERVER)) {
                if (programs.containsKey(program.folder())) {
                    programs.get(program.folder())
                            .start(installation.managementPort(program), installation.environment(program));
                }
            }
            exercise();
        } catch (CliException | IOException e) {
            // What was loaded by then is cached.
            for (TrainedProgram program : programs.values()) {
                program.report("the exercise was not completed: " + e.getMessage());
            }
        } finally {
            for (TrainedProgram program : programs.values()) program.terminate();
        }
        boolean complete = true;
        for (TrainedProgram program : programs.values()) complete &= program.awaitEnd();
        return complete;
    }

    private void exercise() throws CliException, IOException, InterruptedException {
        for (Program program : Program.values()) {
            if (!installation.awaitReady(program, START_TIMEOUT)) {
                throw new IOException(program.folder() + " is not ready");
            }
        }
        MailExercise exercise = new MailExercise(this::port);
        exercise.send();
        exercise.read();
        for (TrainedProgram program : programs.values()) {
            for (String path :
                    List.of("/q/health/ready", "/q/health/live", "/q/health/started", "/revision", "/queue")) {
                program.get(path);
            }
            program.get("/q/metrics");
        }
    }

    private int port(ListenerProtocol protocol, TlsConfig.Mode tls) throws IOException {
        try {
            return installation.listeners().stream()
                    .filter(listener -> listener.protocol() == protocol && listener.tls() == tls)
                    .findFirst()
                    .map(ListenerConfig::port)
                    .orElseThrow();
        } catch (CliException e) {
            throw new IOException(e);
        }
    }
}
