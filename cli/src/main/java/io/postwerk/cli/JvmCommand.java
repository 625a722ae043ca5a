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
        command.add("@" + home.resolve("lib/runtime/jvm.options").toAbsolutePath());
        command.add("-Xmx" + heapMebibytes(program) + "m");
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
