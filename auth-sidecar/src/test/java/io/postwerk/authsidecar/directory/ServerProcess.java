package io.postwerk.authsidecar.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server of somebody else's on a port of its own, which can go away and come back. */
final class ServerProcess implements AutoCloseable {

    private final Path log;
    private final int port;
    private final List<String> command;
    private Optional<Process> process = Optional.empty();

    ServerProcess(Path log, int port, String... command) {
        this.log = log;
        this.port = port;
        this.command = List.of(command);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void start() throws IOException {
        process = Optional.of(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
        Awaitility.await(command.getFirst())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> listens() || ended());
        assertThat(ended()).as(() -> "ended at once: " + read(log)).isFalse();
    }

    /** Kills it: its clients hear nothing but the end. */
    @Override
    public void close() {
        process.ifPresent(running -> {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            try {
                assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        process = Optional.empty();
    }

    private boolean ended() {
        return process.filter(Process::isAlive).isEmpty();
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static String run(String... command) throws IOException, InterruptedException {
        return feed("", command);
    }

    /** Runs a program to its end, which has to be a good one. */
    static String feed(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(List.of(command).toString())
                .isTrue();
        assertThat(process.exitValue())
                .as(() -> List.of(command) + ": " + output)
                .isZero();
        return output;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
