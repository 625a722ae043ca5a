package io.postwerk.authsidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.users.UserEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REQUEST on the wire: one process of a front end has a client log in, another asks whether it did. */
class RequestTest {

    private static final UserEntry ALICE = UserSets.user("alice@example.org", UserSets.password("wonderland"));

    @TempDir
    Path folder;

    private AuthService service;
    private Lines front;
    private Lines master;
    private String cookie;

    @BeforeEach
    void start() throws Exception {
        var config = UserSets.config(folder, 50);
        UserSets.write(folder.resolve("config"), config, 1, ALICE);
        service = AuthService.create(
                config, LiveConfig.users(folder.resolve("config")), new Metrics(new SimpleMeterRegistry()));
        service.open();
        front = new Lines(folder.resolve("auth"));
        front.send("VERSION 1 2");
        front.send("CPID 77");
        cookie = front.until("COOKIE ").substring("COOKIE ".length());
        front.until("DONE");
        master = new Lines(folder.resolve("userdb"));
        master.send("VERSION 1 1");
        master.until("SPID ");
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
        master.close();
        service.close();
    }

    @Test
    void aLoginIsToldOfOnce() throws IOException {
        assertThat(logIn(1, "wonderland", "")).startsWith("OK 1 ");
        master.send("REQUEST 9 77 1 " + cookie + " session_pid=78 request_auth_token");
        assertThat(master.line())
                .isEqualTo("USER 9 alice@example.org mailbox_id=id-of-alice@example.org auth_mech=PLAIN");
        master.send("REQUEST 10 77 1 " + cookie);
        assertThat(master.line()).isEqualTo("FAIL 10");
    }

    @Test
    void whatDidNotSucceedOrIsNotToBeAskedAboutIsNotTold() throws IOException {
        assertThat(logIn(1, "wrong", "")).startsWith("FAIL 1");
        assertThat(logIn(2, "wonderland", " nologin")).startsWith("OK 2");
        for (int id = 1; id <= 3; id++) {
            master.send("REQUEST " + id + " 77 " + id + " " + cookie);
            assertThat(master.line()).isEqualTo("FAIL " + id);
        }
    }

    @Test
    void anotherCookieOrProcessIsNotTold() throws IOException {
        assertThat(logIn(1, "wonderland", "")).startsWith("OK 1 ");
        master.send("REQUEST 1 77 1 " + "0".repeat(32));
        assertThat(master.line()).isEqualTo("FAIL 1");
        master.send("REQUEST 2 78 1 " + cookie);
        assertThat(master.line()).isEqualTo("FAIL 2");
    }

    private String logIn(int id, String password, String more) throws IOException {
        String response = Base64.getEncoder()
                .encodeToString(("\0alice@example.org\0" + password).getBytes(StandardCharsets.UTF_8));
        front.send("AUTH " + id + " PLAIN service=imap secured" + more + " resp=" + response);
        return front.line();
    }

    /** Lines over a socket, with spaces for TABs. */
    private record Lines(SocketChannel channel, BufferedReader reader) implements AutoCloseable {

        Lines(Path socket) throws IOException {
            this(connect(socket));
        }

        private Lines(SocketChannel channel) {
            this(
                    channel,
                    new BufferedReader(
                            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8)));
        }

        private static SocketChannel connect(Path socket) throws IOException {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        }

        void send(String line) throws IOException {
            channel.write(ByteBuffer.wrap((line.replace(' ', '\t') + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        String line() throws IOException {
            return reader.readLine().replace('\t', ' ');
        }

        String until(String beginning) throws IOException {
            String line = line();
            while (!line.startsWith(beginning)) {
                line = line();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
