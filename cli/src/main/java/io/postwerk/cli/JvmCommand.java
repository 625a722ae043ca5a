package io.postwerk.cli;

import io.postwerk.config.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a server program is started: the same artifact as in the pods, on a JVM that is small and quick to start. */
final class JvmCommand {
    /**
     * Users that a MiB of auth-sidecar's heap holds: some 450 octets for each, twice while all are replaced, and as much again
     * for growth. What is not needed is not taken.
     */
    private static final int USERS_PER_MEBIBYTE = 600;

    /** Users for each MiB that auth-sidecar needs, all of them replaced at once; measured with 100,000, which take 110 MiB. */
    private static final int USERS_PER_MEBIBYTE_NEEDED = 1_000;

    /** What auth-sidecar needs without any users. */
    private static final int IDLE_MEBIBYTES = 24;

    private JvmCommand() {}

    /** Whether a program that was started for some users has room for others. */
    static boolean holds(Program program, int usersAtStart, int users) {
        return program != Program.AUTH_SIDECAR
                || IDLE_MEBIBYTES + users / USERS_PER_MEBIBYTE_NEEDED <= heapMebibytes(program, usersAtStart);
    }

    /**
     * @param home the checkout that was built
     * @param users how many users there are
     */
    static List<String> of(Path home, Program program, int users) {
        Path application = home.resolve(program.folder())
                .resolve("target")
                .resolve("quarkus-app")
                .toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home.resolve("lib/runtime/jvm.options").toAbsolutePath());
        command.add("-Xmx" + heapMebibytes(program, users) + "m");
        Path aotCache = application.resolve("app.aot");
        if (Files.isRegularFile(aotCache)) command.add("-XX:AOTCache=" + aotCache);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + program.managementPort());
        command.add("-jar");
        command.add(application.resolve("quarkus-run.jar").toString());
        return List.copyOf(command);
    }

    private static int heapMebibytes(Program program, int users) {
        return switch (program) {
            case AUTH_SIDECAR -> 64 + users / USERS_PER_MEBIBYTE;
            case SMTP_SERVER -> 192;
            case IMAP_SERVER -> 256;
        };
    }
}
