package io.postwerk.net;

import static io.postwerk.net.Edge.ECHO;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.trust.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The internal CA is replaced while programs run: first everybody trusts both, then certificates of the new one are shown, then
 * the old one is forgotten. Both CAs have the same name, as they do in a cluster.
 */
@Timeout(60)
class CaRotationTest {
    @TempDir
    Path directory;

    private TestPki before;
    private TestPki after;
    private Mount server;
    private Mount client;

    @BeforeEach
    void makeCas() throws IOException {
        before = new TestPki(Files.createDirectory(directory.resolve("before")));
        after = new TestPki(Files.createDirectory(directory.resolve("after")));
        server = new Mount(Files.createDirectory(directory.resolve("server")));
        client = new Mount(Files.createDirectory(directory.resolve("client")));
        server.show(before, before);
        client.show(before, before);
    }

    /** A Secret as the kubelet projects it: each change is a swap of {@code ..data}. */
    private static final class Mount {
        private final Path folder;
        private int changes;

        Mount(Path folder) throws IOException {
            this.folder = folder;
            for (String file : new String[] {"ca.crt", "tls.crt", "tls.key"}) {
                Files.createSymbolicLink(folder.resolve(file), Path.of("..data", file));
            }
        }

        void show(TestPki issuer, TestPki... trusted) throws IOException {
            Path fresh = Files.createDirectory(folder.resolve("..set-" + ++changes));
            Pem.writeCertificates(
                    fresh.resolve("ca.crt"),
                    Arrays.stream(trusted).map(pki -> pki.ca.certificate()).toList());
            issuer.issue("imap-server", "imap-server").write(fresh.resolve("tls.crt"), fresh.resolve("tls.key"));
            Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), fresh.getFileName());
            Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        }

        CertificateFiles own() {
            return CertificateFiles.of(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        }

        Path ca() {
            return folder.resolve("ca.crt");
        }
    }

    @Test
    void noConnectionIsRefusedWhileACaIsReplaced() throws Exception {
        TlsContext listening = TlsContext.mutualServer(server.own(), server.ca());
        TlsContext calling = TlsContext.client(Optional.of(client.ca()), Optional.of(client.own()), "imap-server");
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.server.bind(Edge.settings("lmtp").withImplicitTls(listening), ECHO);
            assertThat(works(edge, listener, calling)).isTrue();

            client.show(before, before, after);
            assertThat(works(edge, listener, calling)).as("one trusts both").isTrue();
            server.show(before, before, after);
            taken();
            assertThat(works(edge, listener, calling)).as("both trust both").isTrue();

            server.show(after, before, after);
            assertThat(works(edge, listener, calling)).as("a new server").isTrue();
            taken();
            assertThat(works(edge, listener, calling)).as("a new server, taken").isTrue();
            client.show(after, before, after);
            taken();
            assertThat(works(edge, listener, calling)).as("both are new").isTrue();

            server.show(after, after);
            client.show(after, after);
            taken();
            assertThat(works(edge, listener, calling)).as("only the new one").isTrue();
            client.show(before, before, after);
            Edge.await("the old one is refused", () -> !works(edge, listener, calling));
        }
    }

    /** The files are looked at again once a second, when a handshake begins. */
    private static void taken() {
        long end = System.nanoTime() + 1_100_000_000L;
        Edge.await("a second is over", () -> System.nanoTime() > end);
    }

    private static boolean works(Edge edge, BoundListener listener, TlsContext tls) {
        try (Connection connection = edge.connect(listener, tls)) {
            say(connection, "LHLO x");
            return line(connection).equals("LHLO x");
        } catch (IOException e) {
            return false;
        }
    }
}
