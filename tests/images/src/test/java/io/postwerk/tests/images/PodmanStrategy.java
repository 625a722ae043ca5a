package io.postwerk.tests.images;

import static org.awaitility.Awaitility.await;

import io.postwerk.controlplane.Component;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * How Testcontainers finds an engine where there is no Docker: podman's service, which speaks Docker's protocol, on a socket of its own for
 * as long as this JVM lives.
 */
public final class PodmanStrategy extends DockerClientProviderStrategy {
    private static final Path PODMAN = Path.of("/usr/bin/podman");

    private Optional<URI> service = Optional.empty();

    @Override
    protected boolean isApplicable() {
        return Files.isExecutable(PODMAN);
    }

    /** After Docker and everything else. */
    @Override
    protected int getPriority() {
        return 1;
    }

    @Override
    public String getDescription() {
        return "podman system service";
    }

    @Override
    public synchronized TransportConfig getTransportConfig() {
        URI socket = service.orElseGet(PodmanStrategy::start);
        service = Optional.of(socket);
        return TransportConfig.builder().dockerHost(socket).build();
    }

    private static URI start() {
        try {
            Path folder = Files.createDirectories(Generated.root().resolve("tests/images/target/podman"));
            Path socket = folder.resolve("podman.sock");
            Files.deleteIfExists(socket);
            Component podman = Component.start(
                    folder,
                    PODMAN,
                    List.of("system", "service", "--time=0", "unix://" + socket),
                    Map.of(
                            "CONTAINERS_CONF",
                            Generated.root()
                                    .resolve("tests/images/containers.conf")
                                    .toString()));
            await("podman listens").until(() -> !podman.isAlive() || Files.exists(socket));
            if (!podman.isAlive()) throw new IllegalStateException("podman has ended:\n" + podman.tail());
            return URI.create("unix://" + socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
