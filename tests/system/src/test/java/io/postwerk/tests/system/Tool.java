package io.postwerk.tests.system;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of another project and captures its output. */
final class Tool {
    private static final long TIMEOUT_SECONDS = 90;

    /**
     * @param status exit status
     * @param output what was printed, standard error included
     */
    record Outcome(int status, String output) {}

    private Tool() {}

    /** The program must be on the machine; otherwise the test is skipped, or fails where peers are required. */
    static Outcome run(String input, String program, String... arguments) throws IOException, InterruptedException {
        return run(input, Peers.program(program), List.of(arguments));
    }

    /** The same for a program that is known to be there. */
    static Outcome run(String input, Path program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        Path output = Files.createTempFile("tool", ".out");
        Path typed = Files.createTempFile("tool", ".in");
        try {
            Files.writeString(typed, input, StandardCharsets.ISO_8859_1);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(typed.toFile())
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        program + " does not end:\n" + Files.readString(output, StandardCharsets.ISO_8859_1));
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(typed);
        }
    }
}
