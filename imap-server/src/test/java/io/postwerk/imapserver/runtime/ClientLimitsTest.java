package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.limits.ClientLimits;
import io.postwerk.config.limits.MailboxLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect to the running server, by the limits in its files, which it reloads. */
@Timeout(120)
class ClientLimitsTest {
    @TempDir
    private Path folder;

    private RunningServer running;
    private ImapServer server;
    private final List<Socket> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        running = new RunningServer(folder);
        server = running.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        running.close();
    }

    private void limit(ClientLimits clients) throws IOException {
        running.files.write(running.listeners, 2, MailboxLimits.DEFAULT.withClients(clients));
        RunningServer.await(
                "the limits are loaded", () -> server.revision().sequence().orElse(0) == 2);
    }

    /** Connects, keeps the connection, and returns the first line. */
    private String greeting(String listener) throws IOException {
        InetSocketAddress address = running.address(listener);
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        open.add(socket);
        return String.valueOf(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine());
    }

    @Test
    void anAddressHasALimitOverImapAndPop3() throws Exception {
        limit(new ClientLimits(40, 3, 10, List.of()));
        assertThat(greeting("imap")).startsWith("* OK ");
        assertThat(greeting("imap")).startsWith("* OK ");
        assertThat(greeting("pop3")).startsWith("+OK ");
        assertThat(greeting("imap")).isEqualTo("* BYE Too many connections from your address, try again later");
        assertThat(greeting("pop3")).startsWith("-ERR ").endsWith("Too many connections from your address");
    }

    @Test
    void imapDoesNotTakeWhatIsKeptForPop3() throws Exception {
        limit(new ClientLimits(20, 1000, 1000, List.of()));
        // Two are kept for each of three other listeners, and two for addresses that have none open.
        for (int i = 0; i < 12; i++) {
            assertThat(greeting("imap")).startsWith("* OK ");
        }
        assertThat(greeting("imap")).isEqualTo("* BYE Too many connections, try again later");
        assertThat(greeting("pop3")).startsWith("+OK ");
        assertThat(greeting("pop3")).startsWith("+OK ");
        assertThat(greeting("pop3")).startsWith("-ERR ");
    }
}
