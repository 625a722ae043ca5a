package io.postwerk.cli;

import io.postwerk.config.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a server program is started: the same artifact as in the pods, on a JVM that is small and quick to start. */
final class JvmCommand {
    private JvmCommand() {}

    /** @param home the checkout that was built */
    static List<String> of(Path home, Program program) {
        Path application = home.resolve(program.folder())
                .resolve("target")
                .resolve("quarkus-app")
                .toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // Without it the JVM starts with the whole of a small heap.
                "-Xms16m",
                "-Xmx" + heapMebibytes(program) + "m",
                // What the compilers took during the start goes back to the system.
                "-XX:TrimNativeHeapInterval=30000",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        Path aotCache = application.resolve("app.aot");
        if (Files.isRegularFile(aotCache)) command.add("-XX:AOTCache=" + aotCache);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + program.managementPort());
        command.add("-jar");
        command.add(application.resolve("quarkus-run.jar").toString());
        return List.copyOf(command);
    }

    private static int heapMebibytes(Program program) {
        return switch (program) {
            case AUTH_SIDECAR -> 64;
            case SMTP_SERVER -> 192;
            case IMAP_SERVER -> 256;
        };
    }
}
