package io.postwerk.tests.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.postwerk.testkit.Generated;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Docker or podman: builds the images, runs them as pods do, and looks into what runs. */
final class Engine {
    /** More than the drain time of the example, and less than the timeout of any supervisor. */
    private static final int GRACE_SECONDS = 15;

    /** 128 and SIGTERM: the JVM has run its shutdown to the end. A program that is killed shows 137. */
    private static final long ENDED_BY_SIGTERM = 143;

    private Engine() {}

    /** Builds images, by the one who will run them. Where neither engine is there the calling test is skipped, or fails where peers are required. */
    static void build(Path folder, String... programs) throws IOException, InterruptedException {
        Peers.cluster();
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            Peers.missing("neither Docker nor podman runs containers here");
        }
        List<String> command = new ArrayList<>(
                List.of(Generated.root().resolve("tests/images/build").toString()));
        command.addAll(List.of(programs));
        Path log = folder.resolve("build.log");
        ProcessBuilder build =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        boolean podman = DockerClientFactory.instance().isUsing(PodmanStrategy.class);
        build.environment().put("POSTWERK_IMAGE_ENGINE", podman ? "buildah" : "docker");
        int status = build.start().waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
    }

    /**
     * A container with the restrictions of a pod.
     *
     * @param mebibytes its memory limit
     * @param mounted a folder of this machine
     * @param at where the container has it
     */
    static GenericContainer<?> container(String program, int mebibytes, Path mounted, String at) {
        return new GenericContainer<>(DockerImageName.parse("localhost/postwerk/" + program + ":test"))
                .withCreateContainerCmdModifier(command -> {
                    HostConfig host = command.getHostConfig();
                    host.withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges"))
                            .withMemory(mebibytes * 1024L * 1024L)
                            .withBinds(new Bind(mounted.toString(), new Volume(at)));
                });
    }

    /** Not root, no capabilities, the AOT cache in use, nothing written outside of the volumes, no error in the log. */
    static void looksAsItShould(GenericContainer<?> container) throws IOException, InterruptedException {
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
    static List<String> libraries(GenericContainer<?> container) throws IOException, InterruptedException {
        String maps = container.execInContainer("cat", "/proc/1/maps").getStdout();
        return maps.lines()
                .filter(line -> line.contains("/opt/postwerk/native/"))
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .distinct()
                .toList();
    }

    /** It ends by itself when it is asked to. */
    static void stopsOnSigterm(GenericContainer<?> container) {
        DockerClient docker = DockerClientFactory.instance().client();
        docker.stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
        InspectContainerResponse.ContainerState state =
                docker.inspectContainerCmd(container.getContainerId()).exec().getState();
        assertThat(state.getRunning()).isFalse();
        assertThat(state.getExitCodeLong()).as(container.getLogs()).isEqualTo(ENDED_BY_SIGTERM);
    }
}
