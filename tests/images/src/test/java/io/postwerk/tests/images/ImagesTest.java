package io.postwerk.tests.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.postwerk.config.Program;
import io.postwerk.testkit.Generated;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Each image as a pod runs it: not as root, with nothing writable but its volumes, without capabilities and within its memory limit. It
 * becomes ready, and stops on SIGTERM.
 */
class ImagesTest {
    /** More than the drain time of the example, and less than any supervisor's patience. */
    private static final int GRACE_SECONDS = 15;

    /** 128 and SIGTERM: the JVM has run its shutdown to the end. A program that is killed shows 137. */
    private static final long ENDED_BY_SIGTERM = 143;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NETTY = "libnetty_transport_native_epoll_";

    @TempDir
    private static Path folder;

    private static Volumes volumes;

    @BeforeAll
    static void build() throws Exception {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            Peers.missing("neither Docker nor podman runs containers here");
        }
        Path log = folder.resolve("build.log");
        ProcessBuilder build = new ProcessBuilder(
                        Generated.root().resolve("tests/images/build").toString(),
                        "auth-sidecar",
                        "smtp-server",
                        "imap-server")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        build.environment().putAll(engine());
        assertThat(build.start().waitFor()).as(() -> read(log)).isZero();
        volumes = new Volumes(Files.createDirectory(folder.resolve("volumes")));
        volumes.write();
    }

    /** Who runs the containers has to be who builds the images. */
    private static Map<String, String> engine() {
        boolean podman = DockerClientFactory.instance().isUsing(PodmanStrategy.class);
        return Map.of("POSTWERK_IMAGE_ENGINE", podman ? "buildah" : "docker");
    }

    @Test
    void authSidecar() throws Exception {
        try (GenericContainer<?> sidecar = container(Program.AUTH_SIDECAR, 192)) {
            sidecar.start();
            looksAsItShould(sidecar);
            assertThat(libraries(sidecar)).anyMatch(name -> name.startsWith(NETTY));
            stopsOnSigterm(sidecar);
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
            looksAsItShould(server);
            assertThat(libraries(server)).contains("librocksdbjni.so").anyMatch(name -> name.startsWith(NETTY));
            stopsOnSigterm(server);
        }
    }

    private static GenericContainer<?> container(Program program, int mebibytes) {
        return new GenericContainer<>(DockerImageName.parse("localhost/postwerk/" + program.folder() + ":test"))
                .withEnv("POSTWERK_CONFIG", Volumes.config(program))
                .withExposedPorts(program.managementPort())
                .withCreateContainerCmdModifier(command -> {
                    HostConfig host = command.getHostConfig();
                    host.withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges"))
                            .withMemory(mebibytes * 1024L * 1024L)
                            .withBinds(new Bind(volumes.folder().toString(), new Volume(Volumes.MOUNT)));
                })
                .waitingFor(Wait.forHttp("/q/health/ready")
                        .forPort(program.managementPort())
                        .withStartupTimeout(PATIENCE));
    }

    private static void looksAsItShould(GenericContainer<?> container) throws Exception {
        String status = container.execInContainer("cat", "/proc/1/status").getStdout();
        assertThat(status).containsPattern("Uid:\\s+65532\\s").containsPattern("CapEff:\\s+0+\\s");
        assertThat(container.execInContainer("cat", "/proc/1/maps").getStdout())
                .as("the AOT cache is in use")
                .contains("/opt/postwerk/app/app.aot");
        DockerClient docker = DockerClientFactory.instance().client();
        assertThat(docker.containerDiffCmd(container.getContainerId()).exec())
                .as("files that were written outside of the volumes")
                .noneMatch(change ->
                        change.getPath().startsWith("/opt") || change.getPath().startsWith("/tmp/"));
        assertThat(container.getLogs()).doesNotContain("[aot]").doesNotContain("\"level\":\"ERROR\"");
    }

    /** The native libraries of ours that the JVM has mapped, by name: from the image, not unpacked. */
    private static List<String> libraries(GenericContainer<?> container) throws Exception {
        String maps = container.execInContainer("cat", "/proc/1/maps").getStdout();
        return maps.lines()
                .filter(line -> line.contains("/opt/postwerk/native/"))
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .distinct()
                .toList();
    }

    private static void stopsOnSigterm(GenericContainer<?> container) {
        DockerClient docker = DockerClientFactory.instance().client();
        docker.stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
        InspectContainerResponse.ContainerState state =
                docker.inspectContainerCmd(container.getContainerId()).exec().getState();
        assertThat(state.getRunning()).isFalse();
        assertThat(state.getExitCodeLong()).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(container.getLogs()).contains("\"message\":\"stopping\"");
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
