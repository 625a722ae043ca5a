package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.controlplane.Component;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The operator as it is built, with leader election, beside an API server. */
@ExtendWith(SharedControlPlane.class)
class OperatorProgramTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String PASSWORD = "in no log, ever";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void plansAndTellsOfItself(ControlPlane controlPlane, @TempDir Path folder) throws Exception {
        controlPlane.apply(Generated.root().resolve("crds"));
        String namespace = controlPlane.createNamespace();
        controlPlane.apply(namespace, Files.writeString(folder.resolve("mail.yaml"), """
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: main}
                spec: {hostname: mail.example.org}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: example}
                spec: {serverRef: {name: main}, domain: example.org}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: alice}
                stringData: {password: "%s"}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: alice}
                spec:
                  address: alice@example.org
                  credentials: [{name: main, secretRef: {name: alice, key: password}}]
                """.formatted(PASSWORD)));
        int port = freePort();
        try (Component operator = start(controlPlane, folder, namespace, port)) {
            await("the operator is ready")
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> get(port, "/q/health/ready").statusCode() == 200);
            KubernetesClient client = controlPlane.adminClient();
            await("a configuration is in force")
                    .atMost(TIMEOUT)
                    .until(() -> client.configMaps()
                                    .inNamespace(namespace)
                                    .withName("main-index")
                                    .get()
                            != null);
            await("metrics tell of the plan")
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(get(port, "/q/metrics").body())
                            .contains("postwerk_operator_plans_seconds_count{server=\"" + namespace + "/main\"}")
                            .contains("postwerk_operator_leading 1.0")
                            .contains("postwerk_operator_api_calls_total"));
            assertThat(client.leases()
                            .inNamespace(namespace)
                            .withName("postwerk-operator")
                            .get()
                            .getSpec()
                            .getHolderIdentity())
                    .isEqualTo("replica");
            assertThat(operator.isAlive()).isTrue();
        }
        String log = Files.readString(folder.resolve("env.log"));
        assertThat(log).doesNotContain(PASSWORD).doesNotContain("SCRAM-SHA-256$");
        assertThat(log.lines().filter(line -> line.contains("loggerName"))).allMatch(line -> line.startsWith("{"));
    }

    @Test
    void waitsForAnApiServerThatIsAway(ControlPlane controlPlane, @TempDir Path folder) throws Exception {
        controlPlane.apply(Generated.root().resolve("crds"));
        String namespace = controlPlane.createNamespace();
        int port = freePort();
        controlPlane.stopApiServer();
        try (Component operator = start(controlPlane, folder, namespace, port)) {
            await("it says what it waits for")
                    .atMost(TIMEOUT)
                    .until(() -> Files.readString(folder.resolve("env.log")).contains("does not answer"));
            controlPlane.startApiServer();
            await("the operator is ready")
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> get(port, "/q/health/ready").statusCode() == 200);
            assertThat(operator.isAlive()).isTrue();
        } finally {
            if (!controlPlane.isReady()) controlPlane.startApiServer();
        }
    }

    private static Component start(ControlPlane controlPlane, Path folder, String namespace, int port)
            throws IOException {
        Path kubeconfig = controlPlane.kubeconfig(folder.resolve("kubeconfig"));
        return Component.start(
                folder,
                Path.of("/usr/bin/env"),
                List.of(
                        "KUBECONFIG=" + kubeconfig,
                        "POD_NAMESPACE=" + namespace,
                        "POD_NAME=replica",
                        "QUARKUS_HTTP_PORT=" + port,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Generated.root().resolve("lib/runtime/jvm.options"),
                        "-Xmx192m",
                        "-jar",
                        Generated.root()
                                .resolve("operator/target/quarkus-app/quarkus-run.jar")
                                .toString()));
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
