package io.postwerk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a program's state from its management port. Mail ports are not probed. */
final class ManagementProbe {
    private static final int TIMEOUT_MILLISECONDS = 1_000;
    private static final int PAUSE_MILLISECONDS = 40;
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");

    private final int port;

    ManagementProbe(int port) {
        this.port = port;
    }

    /** Whether the program says that it serves; false also while nothing answers. */
    boolean ready() {
        try {
            return status("/q/health/ready") == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The number of the configuration that the program has loaded; 0 while it has none or nothing answers. */
    long sequence() {
        try {
            HttpURLConnection connection = open("/revision");
            try (InputStream body = connection.getInputStream()) {
                Matcher matcher = SEQUENCE.matcher(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
            }
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Waits until the program is ready.
     *
     * @return false when it is not within that time, or the thread was interrupted
     */
    boolean awaitReady(Duration timeout) {
        return await(this::ready, timeout);
    }

    /**
     * Waits until the program has loaded the configuration of that number, or a later one.
     *
     * @return false when it has not within that time, or the thread was interrupted
     */
    boolean awaitSequence(long wanted, Duration timeout) {
        return await(() -> sequence() >= wanted, timeout);
    }

    private static boolean await(BooleanSupplier condition, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) return true;
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private int status(String path) throws IOException {
        HttpURLConnection connection = open(path);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLISECONDS);
        connection.setReadTimeout(TIMEOUT_MILLISECONDS);
        connection.setUseCaches(false);
        return connection;
    }
}
