package io.postwerk.controlplane.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import java.io.ByteArrayOutputStream;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator's pods will rely on, each with the plainest containers: the kubelet does it here as on any node. */
@ExtendWith(SharedControlPlane.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The kubelet looks at volumes once a minute by itself; this is well below. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Node node;
    private static KubernetesClient client;
    private static String namespace;

    @BeforeAll
    static void start(ControlPlane controlPlane) throws Exception {
        node = Node.start(controlPlane);
        node.buildImage("base");
        client = controlPlane.adminClient();
        namespace = controlPlane.createNamespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        controlPlane.apply(
                namespace, Path.of(NodeTest.class.getResource("/node/pod.yaml").toURI()));
        await("the pod is ready").atMost(TIMEOUT).until(() -> pod().isReady());
    }

    /** Nothing is left: neither link nor cgroups nor folder, and with the namespaces everything that was in them. */
    @AfterAll
    static void leavesNothing() throws Exception {
        if (node == null) return;
        Path folder = node.folder();
        node.close();
        assertThat(NetworkInterface.getByName(Network.LINK)).isNull();
        assertThat(Path.of("/sys/fs/cgroup/memory", Cgroups.NAME)).doesNotExist();
        assertThat(folder).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(command -> command.contains(folder.toString()));
    }

    @Test
    @Order(1)
    void aPodIsReachableAtItsAddress() throws Exception {
        assertThat(get(node.podAddress(namespace, "web"), 8080)).contains("it is " + Network.MACHINE);
    }

    @Test
    @Order(2)
    void aServiceIsReachableFromHereAndByNameInAPod() throws Exception {
        String address = client.services()
                .inNamespace(namespace)
                .withName("front")
                .get()
                .getSpec()
                .getClusterIP();
        await("kube-proxy has the service")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(get(address, 80)).contains("it is"));
        assertThat(exec("getent", "ahostsv4", "front")).contains(address);
        assertThat(exec("getent", "ahostsv4", "front." + namespace + ".svc")).contains(address);
    }

    @Test
    @Order(2)
    void aPodReachesTheApiServerByItsName() throws Exception {
        assertThat(exec("/bin/bash", "-c", "exec 3<>/dev/tcp/kubernetes.default.svc/443 && echo connected"))
                .isEqualTo("connected\n");
    }

    @Test
    @Order(3)
    void userGroupAndFileSystemsAreAsAskedFor() throws Exception {
        assertThat(exec("id", "-u").strip()).isEqualTo("65532");
        assertThat(exec("id", "-G").strip().split(" ")).contains("65532");
        assertThat(exec("/bin/sh", "-c", "touch /x 2>&1 || true")).contains("Read-only file system");
        assertThat(exec("/bin/sh", "-c", "stat -c %g /run/shared /var/kept && touch /var/kept/x /run/shared/x"))
                .isEqualTo("65532\n65532\n");
        assertThat(exec("cat", "/run/shared/word")).isEqualTo("from-the-sidecar\n");
        assertThat(exec("stat", "-f", "-c", "%T", "/run/shared")).isEqualTo("tmpfs\n");
    }

    @Test
    @Order(4)
    void aProjectedVolumeHasAllSourcesAndAnAnnotationRefreshesIt() throws Exception {
        assertThat(exec("cat", "/etc/all/colour", "/etc/all/word")).isEqualTo("redsesame");
        client.configMaps()
                .inNamespace(namespace)
                .withName("settings")
                .edit(settings ->
                        settings.edit().withData(Map.of("colour", "blue")).build());
        pod().edit(pod -> pod.edit()
                .editMetadata()
                .addToAnnotations("test/refresh", "1")
                .endMetadata()
                .build());
        await("the kubelet refreshes")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(exec("cat", "/etc/all/colour")).isEqualTo("blue"));
    }

    @Test
    @Order(5)
    void aPodStopsOnSigtermAndWhatItHasKeptIsThereForTheNext() throws Exception {
        exec("/bin/sh", "-c", "echo kept >/var/kept/word");
        Pod before = pod().get();
        pod().delete();
        await("it stops within its grace").atMost(Duration.ofSeconds(10)).until(() -> pod().get() == null);
        Pod next = before.edit()
                .withNewMetadata()
                .withName("web")
                .withLabels(Map.of("app", "web"))
                .endMetadata()
                .editSpec()
                .withNodeName(null)
                .endSpec()
                .withStatus(null)
                .build();
        client.pods().inNamespace(namespace).resource(next).create();
        await("the next is ready").atMost(TIMEOUT).until(() -> pod().isReady());
        assertThat(exec("cat", "/var/kept/word")).isEqualTo("kept\n");
    }

    private static PodResource pod() {
        return client.pods().inNamespace(namespace).withName("web");
    }

    private static String get(String address, int port) throws Exception {
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String exec(String... command) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch exec = pod().inContainer("web").writingOutput(out).exec(command)) {
            assertThat(exec.exitCode().get(20, TimeUnit.SECONDS)).isZero();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
