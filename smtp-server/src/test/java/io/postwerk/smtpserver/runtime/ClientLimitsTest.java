package io.postwerk.smtpserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.limits.ClientLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.config.server.SmtpServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect to the running server, by the limits in its files. */
@Timeout(120)
class ClientLimitsTest {
    @TempDir
    Path folder;

    private final List<Socket> open = new ArrayList<>();

    /** Connects, keeps the connection, and returns the first line. */
    private String greeting(String from, int port) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
        socket.setSoTimeout(30_000);
        open.add(socket);
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine());
    }

    @Test
    void oneClientNeverTakesAllAndLimitsChangeWithoutARestart() throws Exception {
        SmtpConfigFiles config = SmtpConfigFiles.in(folder);
        Path files =
                config.write(1, List.of(), SmtpLimits.DEFAULT.withClients(new ClientLimits(40, 10, 15, List.of())));
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        ConfiguredSmtpServer server = ConfiguredSmtpServer.create(files, Optional.empty(), metrics);
        int port = ProgramFiles.server(files, SmtpServerConfig.class)
                .listeners()
                .getFirst()
                .port();
        server.lifecycle().start();
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(greeting("127.0.0.1", port)).startsWith("220 ");
            }
            assertThat(greeting("127.0.0.1", port)).startsWith("421 4.7.0 ").contains("from your address");
            for (int i = 0; i < 5; i++) {
                assertThat(greeting("127.0.0.2", port)).startsWith("220 ");
            }
            assertThat(greeting("127.0.0.3", port)).startsWith("421 4.7.0 ");
            assertThat(greeting("127.0.1.1", port)).startsWith("220 ");
            assertThat(refused(metrics, "address")).isEqualTo(1);
            assertThat(refused(metrics, "network")).isEqualTo(1);

            config.write(2, List.of(), SmtpLimits.DEFAULT.withClients(new ClientLimits(40, 12, 40, List.of())));
            RunningService.await("loaded", () -> server.revision().sequence().orElseThrow() == 2);
            assertThat(greeting("127.0.0.1", port)).startsWith("220 ");
            assertThat(greeting("127.0.0.1", port)).startsWith("220 ");
            assertThat(greeting("127.0.0.1", port)).startsWith("421 4.7.0 ");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            server.lifecycle().stop();
        }
    }

    private static double refused(SimpleMeterRegistry metrics, String limit) {
        return metrics.get("postwerk.connections.refused")
                .tags("listener", "smtp", "limit", limit)
                .functionCounter()
                .count();
    }
}
