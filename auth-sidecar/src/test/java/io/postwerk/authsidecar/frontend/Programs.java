package io.postwerk.authsidecar.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs clients of others. */
final class Programs {

    private Programs() {}

    /** What a program prints until it ends, whatever its status. */
    static String run(String input, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Peers.program(program).toString());
        command.addAll(List.of(arguments));
        Path typed = Files.createTempFile("typed", ".in");
        Path printed = Files.createTempFile("printed", ".out");
        try {
            Files.writeString(typed, input, StandardCharsets.ISO_8859_1);
            Process process = new ProcessBuilder(command)
                    .redirectInput(typed.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(command.toString())
                    .isTrue();
            return Files.readString(printed, StandardCharsets.ISO_8859_1);
        } finally {
            Files.deleteIfExists(typed);
            Files.deleteIfExists(printed);
        }
    }

    /** A self-signed certificate and its key, in two files. */
    static void certificate(Path certificate, Path key) throws IOException, InterruptedException {
        run(
                "",
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
    }

    /** Cyrus SASL's client, over STARTTLS. */
    static String smtptest(int port, String mechanism, String password) throws IOException, InterruptedException {
        return run(
                "QUIT\r\n",
                "smtptest",
                "-t",
                "",
                "-p",
                Integer.toString(port),
                "-a",
                "alice@example.org",
                "-u",
                "alice@example.org",
                "-w",
                password,
                "-m",
                mechanism,
                "127.0.0.1");
    }

    static String swaks(int port, String mechanism, String password, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--server",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--from",
                "alice@example.org",
                "--to",
                "alice@example.org",
                "--auth",
                mechanism,
                "--auth-user",
                "alice@example.org",
                "--auth-password",
                password,
                "--quit-after",
                "AUTH"));
        arguments.addAll(List.of(more));
        return run("", "swaks", arguments.toArray(String[]::new));
    }
}
