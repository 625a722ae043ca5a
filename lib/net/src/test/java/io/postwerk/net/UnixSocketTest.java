package io.postwerk.net;

import static io.postwerk.net.Edge.ECHO;
import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unix domain sockets and their files (unix(7)). */
@Timeout(60)
class UnixSocketTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rwxrwxrwx", "rw-------"})
    void theFileHasItsModeAndGoesWithTheListener(String permissions) throws Exception {
        Path path = directory.resolve("run/auth");
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.server.bind(settings(BindAddress.unix(path, permissions)), ECHO);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo(permissions);
            assertThat(listener.addresses()).containsExactly(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(listener::port).isInstanceOf(IllegalStateException.class);
            try (var files = Files.list(path.getParent())) {
                assertThat(files).as("no temporary name is left").containsExactly(path);
            }
            listener.close();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void theGroupIsSet() throws Exception {
        Path path = directory.resolve("auth");
        String group = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        try (Edge edge = new Edge()) {
            edge.server.bind(settings(unix(path, Optional.of(group))), ECHO);
            assertThat(Files.readAttributes(path, PosixFileAttributes.class)
                            .group()
                            .getName())
                    .isEqualTo(group);
            assertThatThrownBy(() -> edge.server.bind(
                            settings(unix(directory.resolve("other"), Optional.of("no-such-group"))), ECHO))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("no-such-group");
            assertThat(directory.resolve("other")).doesNotExist();
        }
    }

    @Test
    void aSocketThatWasLeftBehindIsReplaced() throws Exception {
        Path path = directory.resolve("auth");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (Edge edge = new Edge()) {
            edge.server.bind(settings(BindAddress.unix(path, "rw-rw----")), ECHO);
            try (Connection client = edge.client.connectUnix(path, TIMEOUT)) {
                say(client, "hello");
                assertThat(line(client)).isEqualTo("hello");
            }
        }
    }

    @Test
    void aSocketOfALivingServerIsNot() throws Exception {
        Path path = directory.resolve("auth");
        try (Edge edge = new Edge()) {
            edge.server.bind(settings(BindAddress.unix(path, "rw-rw----")), ECHO);
            assertThatThrownBy(() -> edge.server.bind(settings(BindAddress.unix(path, "rw-rw----")), ECHO))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessage("listener \"auth\" can not bind " + path + ": address already in use");
            edge.client.connectUnix(path, TIMEOUT).close();
        }
    }

    @Test
    void aFileThatIsNoSocketIsNotTouched() throws Exception {
        Path path = Files.writeString(directory.resolve("auth"), "precious");
        try (Edge edge = new Edge()) {
            assertThatThrownBy(() -> edge.server.bind(settings(BindAddress.unix(path, "rw-rw----")), ECHO))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("not a socket");
        }
        assertThat(path).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPathThatIsTooDeepIsRefusedWithTheReason(boolean nativeTransport) throws Exception {
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport))) {
            Path fits = ofLength(BindAddress.Unix.MAX_PATH_OCTETS);
            edge.server.bind(settings(BindAddress.unix(fits, "rw-rw----")), ECHO);
            edge.client.connectUnix(fits, TIMEOUT).close();

            Path tooDeep = ofLength(BindAddress.Unix.MAX_PATH_OCTETS + 1);
            assertThatThrownBy(() -> edge.server.bind(settings(BindAddress.unix(tooDeep, "rw-rw----")), ECHO))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("106 octets")
                    .hasMessageContaining("less deep");
        }
    }

    @Test
    void whereThereIsNoSocketAConnectionFailsWithThePath() throws Exception {
        Path path = directory.resolve("missing");
        try (Edge edge = new Edge()) {
            assertThatThrownBy(() -> edge.client.connectUnix(path, TIMEOUT))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    void aNewServerMayTakeThePlaceOfAnOldOneThatIsClosing() throws Exception {
        Path path = directory.resolve("auth");
        try (Edge old = new Edge();
                Edge young = new Edge()) {
            BoundListener listener = old.server.bind(settings(BindAddress.unix(path, "rw-rw----")), ECHO);
            listener.close();
            young.server.bind(settings(BindAddress.unix(path, "rw-rw----")), ECHO);
            listener.close();
            assertThat(path).as("another's socket is not removed").exists();
        }
    }

    private Path ofLength(int octets) throws IOException {
        String name = "s".repeat(octets - directory.toString().length() - 1);
        Path path = directory.resolve(name);
        assertThat(path.toString()).hasSize(octets);
        return path;
    }

    private static BindAddress unix(Path path, Optional<String> group) {
        return new BindAddress.Unix(path, Set.copyOf(PosixFilePermissions.fromString("rw-rw----")), group);
    }

    private static ListenerSettings settings(BindAddress address) {
        return ListenerSettings.of("auth", List.of(address));
    }
}
