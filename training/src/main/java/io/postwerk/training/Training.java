package io.postwerk.training;

import io.postwerk.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes the AOT caches (JEP 483, 514, 515) of programs. Each program runs as it does in production, on its own class path and
 * with its own options; this process is its client and its neighbours. What the exercise does not touch is loaded from the jars
 * later: a training that does less costs start-up time and nothing else.
 */
@Command(
        name = "training",
        description = {
            "Runs programs, has them do a little of everything, and lets the JVM write their AOT caches:",
            "app.aot beside quarkus-run.jar. operator is trained alone, the others as one installation."
        },
        mixinStandardHelpOptions = true)
public final class Training implements Callable<Integer> {
    private static final String OPERATOR = "operator";

    @Option(names = "--java-home", required = true, description = "The JVM that the programs will be started with.")
    private Path javaHome;

    @Option(names = "--jvm-options", required = true, description = "The options that they will be started with.")
    private Path jvmOptions;

    @Option(
            names = "--train",
            required = true,
            paramLabel = "PROGRAM=FOLDER",
            description = "A program to train, and its quarkus-app folder.")
    private Map<String, Path> trained = new LinkedHashMap<>();

    @Option(
            names = "--start",
            paramLabel = "PROGRAM=FOLDER",
            description = "A program that a trained one needs, and its quarkus-app folder.")
    private Map<String, Path> started = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Training()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("postwerk-training");
        try {
            Map<String, TrainedProgram> programs = new LinkedHashMap<>();
            started.forEach((name, folder) -> programs.put(name, program(name, folder, scratch, false)));
            trained.forEach((name, folder) -> programs.put(name, program(name, folder, scratch, true)));
            Optional<TrainedProgram> operator = Optional.ofNullable(programs.remove(OPERATOR));
            boolean complete = true;
            if (operator.isPresent()) complete &= OperatorTraining.run(operator.get());
            if (!programs.isEmpty()) complete &= MailTraining.run(programs, scratch);
            return complete ? 0 : 1;
        } catch (CliException e) {
            System.err.println("training: " + e.getMessage());
            return 1;
        } finally {
            delete(scratch);
        }
    }

    private TrainedProgram program(String name, Path folder, Path scratch, boolean train) {
        return new TrainedProgram(
                name, javaHome, jvmOptions, folder.toAbsolutePath().normalize(), train, scratch.resolve(name + ".log"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
