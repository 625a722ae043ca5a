package io.postwerk.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM options that all server programs share: small and quick to start. */
final class JvmCommand {
    private JvmCommand() {}

    /**
     * @param application a Quarkus application folder ({@code quarkus-run.jar} in it)
     * @param heapMebibytes upper bound of the heap
     * @param properties {@code -D} options
     */
    static List<String> of(Path application, int heapMebibytes, List<String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                // Without it the JVM starts with the whole of a small heap.
                "-Xms16m",
                // Or the heap begins at the whole of -Xmx.
                "-Xms16m",
                "-Xmx" + heapMebibytes + "m",
                // What the compilers took during the start goes back to the system.
                "-XX:TrimNativeHeapInterval=30000",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        Path aotCache = application.resolve("app.aot");
        if (Files.isRegularFile(aotCache)) command.add("-XX:AOTCache=" + aotCache);
        command.addAll(properties);
        command.add("-jar");
        command.add(application.resolve("quarkus-run.jar").toString());
        return List.copyOf(command);
    }
}
