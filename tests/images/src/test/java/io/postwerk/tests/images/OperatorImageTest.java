package io.postwerk.tests.images;

import static org.awaitility.Awaitility.await;

import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The operator's image: as the servers' (see {@link ImagesTest}), beside an API server. */
@ExtendWith(SharedControlPlane.class)
class OperatorImageTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String MOUNT = "/etc/operator";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void build() throws Exception {
        Engine.build(folder, "operator");
    }

    @Test
    void operator(ControlPlane controlPlane) throws Exception {
        controlPlane.apply(Generated.root().resolve("crds"));
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Files.copy(controlPlane.caFile(), mounted.resolve("ca.crt"));
        Path kubeconfig = controlPlane.kubeconfig(mounted.resolve("kubeconfig"));
        Files.writeString(
                kubeconfig,
                Files.readString(kubeconfig).replace(controlPlane.caFile().toString(), MOUNT + "/ca.crt"));
        Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        // The API server listens on the machine's loopback address only, so the container is to have that.
        try (GenericContainer<?> operator = Engine.container("operator", 384, mounted, MOUNT)
                .withNetworkMode("host")
                .withEnv("KUBECONFIG", MOUNT + "/kubeconfig")
                .withEnv("QUARKUS_HTTP_HOST", "127.0.0.1")
                .withEnv("QUARKUS_HTTP_PORT", Integer.toString(port))
                .withEnv("POSTWERK_SECRETS_CLUSTER_WIDE", "true")
                .waitingFor(Wait.forLogMessage(".*Operator SDK.*", 1).withStartupTimeout(TIMEOUT))) {
            operator.start();
            await("the operator is ready").atMost(TIMEOUT).until(() -> isReady(port));
            Engine.looksAsItShould(operator);
            Engine.stopsOnSigterm(operator);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static boolean isReady(int port) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        } finally {
            connection.disconnect();
        }
    }
}
