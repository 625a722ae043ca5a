package io.postwerk.runtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A run that serves nobody and ends by itself: the JVM writes an AOT cache (JEP 483, 514) of what was loaded in it. It
 * is on with {@code -Dpostwerk.training=true}. Besides the management routes it does what the program's exercise does;
 * what is not touched here is loaded from the jars later, so a training that does less only costs start-up time.
 */
public final class Training {
    /** The system property that turns a start into a training run. */
    public static final String PROPERTY = "postwerk.training";

    private static final Logger LOG = System.getLogger(Training.class.getName());

    /** What a program does in a training run: open, use and close its parts once, within a scratch folder. */
    @FunctionalInterface
    public interface Exercise {
        void run(Path scratch) throws Exception;
    }

    private Training() {}

    static boolean isOn() {
        return Boolean.getBoolean(PROPERTY);
    }

    static int run(Exercise exercise) {
        try {
            Path scratch = Files.createTempDirectory("postwerk-training");
            try {
                for (String path : List.of("/q/health/ready", "/q/health/live", "/revision", "/q/metrics")) get(path);
                exercise.run(scratch);
            } finally {
                delete(scratch);
            }
            LOG.log(Level.INFO, "trained");
            return 0;
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            LOG.log(Level.ERROR, "the training run failed", e);
            return 1;
        }
    }

    private static void get(String path) throws IOException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        URLConnection connection =
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(5_000);
        try (var body = connection.getInputStream()) {
            new String(body.readAllBytes(), StandardCharsets.UTF_8).lines().count();
        } catch (IOException e) {
            // Not ready is a good answer here: nothing serves in a training run.
            LOG.log(Level.DEBUG, () -> path + ": " + e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
