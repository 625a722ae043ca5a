package io.postwerk.cli;

import io.postwerk.config.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a program: the same artifact as in the pods, with JVM options for a small heap and a quick
 * start.
 */
public final class JvmCommand {
    /**
     * Users for each MiB of auth-sidecar's heap. A user takes some 450 octets, twice that while all users are replaced; the
     * rest is for growth.
     */
    private static final int USERS_PER_MEBIBYTE = 600;

    /** Users for each MiB that auth-sidecar needs at least. Measured: 100,000 users take 110 MiB while all are replaced. */
    private static final int USERS_PER_MEBIBYTE_NEEDED = 1_000;

    /** Heap of auth-sidecar without users. */
    private static final int IDLE_MEBIBYTES = 24;

    private JvmCommand() {}

    /** Whether a program that was started for one number of users has enough heap for another number. */
    static boolean holds(Program program, int usersAtStart, int users) {
        return program != Program.AUTH_SIDECAR
                || IDLE_MEBIBYTES + users / USERS_PER_MEBIBYTE_NEEDED <= heapMebibytes(program, usersAtStart);
    }

    /**
     * @param home the checkout that was built
     * @param users how many users there are
     * @param managementPort TCP port for health, metrics and {@code /revision}
     */
    public static List<String> of(Path home, Program program, int users, int managementPort) {
        Path application = home.resolve(program.folder())
                .resolve("target")
                .resolve("quarkus-app")
                .toAbsolutePath();
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + heapMebibytes(program, users) + "m");
        Path aotCache = application.resolve("app.aot");
        if (Files.isRegularFile(aotCache)) options.add("-XX:AOTCache=" + aotCache);
        return of(
                Path.of(System.getProperty("java.home")),
                home.resolve("lib/runtime/jvm.options").toAbsolutePath(),
                options,
                managementPort,
                application);
    }

    /**
     * @param javaHome the JVM
     * @param optionsFile options of every start: {@code lib/runtime/jvm.options} or an image's
     * @param options options of this start only
     * @param application absolute path of a {@code quarkus-app} folder; an AOT cache fits one spelling of it
     */
    public static List<String> of(
            Path javaHome, Path optionsFile, List<String> options, int managementPort, Path application) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.add("@" + optionsFile);
        command.addAll(options);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + managementPort);
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
