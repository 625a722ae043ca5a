package io.postwerk.training;

import io.postwerk.cli.JvmCommand;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs to be trained, or because a trained one needs it. */
final class TrainedProgram {
    /** Time to end and to write the cache. A program that takes longer is killed, and then there is no cache. */
    private static final int END_SECONDS = 120;

    private static final int HTTP_TIMEOUT_MILLISECONDS = 5_000;

    private final String name;
    private final Path javaHome;
    private final Path jvmOptions;
    private final Path application;
    private final boolean trained;
    private final Path log;

    @SuppressWarnings("NullAway.Init") // set by start(), the first call
    private Process process;

    private int managementPort;

    TrainedProgram(String name, Path javaHome, Path jvmOptions, Path application, boolean trained, Path log) {
        this.name = name;
        this.javaHome = javaHome;
        this.jvmOptions = jvmOptions;
        this.application = application;
        this.trained = trained;
        this.log = log;
    }

    private Path cache() {
        return application.resolve("app.aot");
    }

    void start(int managementPort, Map<String, String> environment) throws IOException {
        this.managementPort = managementPort;
        List<String> options = new ArrayList<>(List.of("-Xmx256m"));
        if (trained) {
            Files.deleteIfExists(cache());
            options.addAll(List.of("-XX:AOTCacheOutput=" + cache(), "-Xlog:aot=error,cds=error"));
        }
        ProcessBuilder builder = new ProcessBuilder(
                        JvmCommand.of(javaHome, jvmOptions, options, managementPort, application))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Asks for a document of the management port. An answer that says "not ready" is as good as any other. */
    void get(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + managementPort + path).toURL().openConnection();
        connection.setConnectTimeout(HTTP_TIMEOUT_MILLISECONDS);
        connection.setReadTimeout(HTTP_TIMEOUT_MILLISECONDS);
        if (connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST) {
            connection.getInputStream().readAllBytes();
        }
        connection.disconnect();
    }

    /** SIGTERM, as in production: the JVM writes the cache when it has stopped the program. */
    void terminate() {
        if (process != null) process.destroy();
    }

    /**
     * Waits for the end.
     *
     * @return whether the program has its cache, and the JVM takes it; true for one that was not to be trained
     */
    boolean awaitEnd() throws IOException, InterruptedException {
        if (process == null) return false;
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS))
            process.destroyForcibly().waitFor();
        boolean complete = !trained || Files.isRegularFile(cache()) && fits();
        if (!complete) report("there is no AOT cache");
        return complete;
    }

    /** Says what went wrong, and what the program printed. */
    void report(String problem) throws IOException {
        System.err.println("training: " + name + ": " + problem + "; it printed:\n" + Files.readString(log));
    }

    /** Whether the JVM takes the cache for a start with these options and this class path. */
    private boolean fits() throws IOException, InterruptedException {
        Process check = new ProcessBuilder(
                        javaHome.resolve("bin/java").toString(),
                        "@" + jvmOptions,
                        "-XX:AOTCache=" + cache(),
                        // Not to take the cache is an error.
                        "-XX:AOTMode=on",
                        "-cp",
                        application.resolve("quarkus-run.jar").toString(),
                        "-version")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return check.waitFor() == 0;
    }
}
