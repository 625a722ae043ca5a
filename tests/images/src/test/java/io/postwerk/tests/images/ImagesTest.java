package io.postwerk.tests.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Each server's image as a pod runs it: not as root, with nothing writable but its volumes, without capabilities and within its memory
 * limit. It becomes ready, and stops on SIGTERM.
 */
class ImagesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String NETTY = "libnetty_transport_native_epoll_";

    @TempDir
    private static Path folder;

    private static Volumes volumes;

    @BeforeAll
    static void build() throws Exception {
        Engine.build(folder, "auth-sidecar", "smtp-server", "imap-server");
        volumes = new Volumes(Files.createDirectory(folder.resolve("volumes")));
        volumes.write();
    }

    @Test
    void authSidecar() throws Exception {
        try (GenericContainer<?> sidecar = container(Program.AUTH_SIDECAR, 192)) {
            sidecar.start();
            Engine.looksAsItShould(sidecar);
            assertThat(Engine.libraries(sidecar)).anyMatch(name -> name.startsWith(NETTY));
            stops(sidecar);
        }
    }

    @Test
    void smtpServer() throws Exception {
        besideASidecar(Program.SMTP_SERVER, 384);
    }

    @Test
    void imapServer() throws Exception {
        besideASidecar(Program.IMAP_SERVER, 512);
    }

    private static void besideASidecar(Program program, int mebibytes) throws Exception {
        try (GenericContainer<?> sidecar = container(Program.AUTH_SIDECAR, 192);
                GenericContainer<?> server = container(program, mebibytes)) {
            sidecar.start();
            server.start();
            Engine.looksAsItShould(server);
            assertThat(Engine.libraries(server)).contains("librocksdbjni.so").anyMatch(name -> name.startsWith(NETTY));
            stops(server);
        }
    }

    private static void stops(GenericContainer<?> container) {
        Engine.stopsOnSigterm(container);
        assertThat(container.getLogs()).contains("\"message\":\"stopping\"");
    }

    private static GenericContainer<?> container(Program program, int mebibytes) {
        return Engine.container(program.folder(), mebibytes, volumes.folder(), Volumes.MOUNT)
                .withEnv("POSTWERK_CONFIG", Volumes.config(program))
                .withExposedPorts(program.managementPort())
                .waitingFor(Wait.forHttp("/q/health/ready")
                        .forPort(program.managementPort())
                        .withStartupTimeout(TIMEOUT));
    }
}
