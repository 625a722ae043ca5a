package io.postwerk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a program's management port how it is; never a mail port. */
final class ManagementProbe {
    private static final int TIMEOUT_MILLISECONDS = 1_000;

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

    /** The body of {@code /revision}, or the empty text while nothing answers. */
    String revision() {
        try {
            HttpURLConnection connection = open("/revision");
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Waits until the program is ready.
     *
     * @return false when it is not within that time, or the thread was interrupted
     */
    boolean awaitReady(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (ready()) return true;
            try {
                Thread.sleep(40);
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
