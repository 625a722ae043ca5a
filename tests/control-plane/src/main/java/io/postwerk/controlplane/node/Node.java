package io.postwerk.controlplane.node;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.postwerk.controlplane.Binaries;
import io.postwerk.controlplane.Component;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A node of a {@link ControlPlane} on this machine, named {@code node}: kubelet with containerd and runc, the bridge CNI plugin, kube-proxy, CoreDNS;
 * and what a cluster has besides: names of Services, a default storage class, the API server's own Service. Pods and Services are reachable
 * from the test by their addresses; a pod reaches this machine at {@value Network#MACHINE}.
 *
 * <p>Everything runs in namespaces of its own, which the kernel takes down with their first process: after {@link #close}, or when this
 * JVM ends in any way, nothing is left but, in the second case, a temporary folder and empty cgroups. One node at a time: a second waits for
 * the first to be closed.
 *
 * <p>NetworkPolicies are not enforced: the bridge plugin knows nothing of them.
 */
public final class Node implements AutoCloseable {
    /** The name of the node. */
    public static final String NAME = "node";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final ControlPlane controlPlane;
    private final NodeFiles files;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final NodeImages images;

    private Node(ControlPlane controlPlane, Path folder) {
        this.controlPlane = controlPlane;
        this.files = new NodeFiles(folder);
        this.images = new NodeImages(folder, files.socket());
    }

    /**
     * Starts a node, with the control plane's controllers and scheduler, and waits until it is ready. Where it cannot run, because of
     * missing programs or rights, the calling test is skipped, or fails where peers are required.
     */
    public static Node start(ControlPlane controlPlane) throws IOException {
        require();
        Node node = new Node(controlPlane, Files.createTempDirectory("postwerk-node"));
        try {
            node.start();
            return node;
        } catch (RuntimeException | IOException | AssertionError e) {
            node.close();
            throw e;
        }
    }

    private static void require() throws IOException {
        Binaries.program("kubelet");
        Binaries.program("kube-proxy");
        Binaries.program("coredns");
        for (String program :
                List.of("containerd", "ctr", "runc", "buildah", "debootstrap", "unshare", "nsenter", "ip", "nft")) {
            Peers.program(program);
        }
        if (!Files.isExecutable(Path.of("/usr/lib/cni/bridge"))) {
            Peers.missing("the CNI plugins are not in /usr/lib/cni (package containernetworking-plugins)");
        }
        if (!Cgroups.usable()) Peers.missing("a node needs root and writable cgroups");
    }

    private void start() throws IOException {
        parts.push(lock());
        parts.push(Cgroups::remove);
        Cgroups.remove();
        controlPlane.startControllerManager();
        controlPlane.startScheduler();
        URI api = URI.create(controlPlane.url());
        files.write(controlPlane, "https://" + Network.MACHINE + ":" + api.getPort());
        Component node = Component.start(
                files.folder(),
                files.script(),
                List.of(
                        files.folder().toString(),
                        Binaries.program("kubelet").toString(),
                        Binaries.program("kube-proxy").toString(),
                        Binaries.program("coredns").toString()),
                Network.environment());
        parts.push(() -> {
            node.close();
            await("the kernel has taken the node down")
                    .pollInterval(POLL)
                    .atMost(TIMEOUT)
                    .until(() -> NetworkInterface.getByName(Network.LINK) == null);
        });
        await("containerd answers")
                .pollInterval(POLL)
                .atMost(TIMEOUT)
                .until(() -> !node.isAlive() || Files.exists(files.socket()));
        if (!node.isAlive()) throw new IllegalStateException("the node has ended:\n" + node.tail());
        serve(api.getPort());
        images.build("pause");
        Files.createFile(files.go());
        await("the node is ready").pollInterval(POLL).atMost(TIMEOUT).until(() -> !node.isAlive() || isReady());
        if (!node.isAlive()) throw new IllegalStateException("the node has ended:\n" + node.tail());
    }

    /** What the node and its pods can reach on this machine. */
    private void serve(int apiPort) throws IOException {
        KubernetesClient client = controlPlane.adminClient();
        InetAddress machine = InetAddress.ofLiteral(Network.MACHINE);
        parts.push(ApiRelay.start(new ServerSocket(apiPort, 64, machine), apiPort));
        parts.push(LocalClaims.start(client, files.claims()));
        client.resource(new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withName("kubernetes")
                        .withNamespace("default")
                        .addToLabels("kubernetes.io/service-name", "kubernetes")
                        .endMetadata()
                        .withAddressType("IPv4")
                        .addNewEndpoint()
                        .withAddresses(Network.MACHINE)
                        .endEndpoint()
                        .addNewPort()
                        .withName("https")
                        .withPort(apiPort)
                        .withProtocol("TCP")
                        .endPort()
                        .build())
                .serverSideApply();
    }

    private boolean isReady() {
        var node = controlPlane.adminClient().nodes().withName(NAME).get();
        return node != null && Readiness.getInstance().isReady(node);
    }

    /** Brings the image of an OCI archive ({@code buildah push IMAGE oci-archive:FILE:IMAGE}) to the node, under the name that it has there. */
    public void importImage(Path archive) throws IOException {
        images.importArchive(archive);
    }

    /**
     * Builds the image of a program of this checkout, which must be packaged, and brings it to the node as
     * {@code localhost/postwerk/PROGRAM:test}.
     */
    public void buildImage(String program) throws IOException {
        images.build(program);
    }

    /** Gives an image that is on the node another name. */
    public void tagImage(String image, String name) throws IOException {
        images.tag(image, name);
    }

    /**
     * The address of a pod, which is reachable from here.
     *
     * @throws IllegalStateException there is no such pod, or it has no address yet
     */
    public String podAddress(String namespace, String name) {
        Pod pod = controlPlane
                .adminClient()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (pod == null || pod.getStatus() == null || pod.getStatus().getPodIP() == null) {
            throw new IllegalStateException("no address of pod " + namespace + "/" + name + " yet");
        }
        return pod.getStatus().getPodIP();
    }

    /** The folder with everything: {@code kubelet.log}, {@code containerd.log}, {@code kube-proxy.log}, logs of pods below {@code logs}. */
    public Path folder() {
        return files.folder();
    }

    private static AutoCloseable lock() throws IOException {
        FileChannel channel = FileChannel.open(
                Path.of(System.getProperty("java.io.tmpdir"), "postwerk-node.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    @Override
    public void close() throws IOException {
        forget();
        IOException failed = new IOException("the node does not close");
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        files.delete();
        if (failed.getSuppressed().length > 0) throw failed;
    }

    /** Else the control plane would wait for a kubelet that does not return. */
    private void forget() {
        KubernetesClient client = controlPlane.adminClient();
        try {
            client.nodes().withName(NAME).delete();
            client.pods()
                    .inAnyNamespace()
                    .withField("spec.nodeName", NAME)
                    .list()
                    .getItems()
                    .forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
        } catch (KubernetesClientException e) {
            // The control plane has ended already, and its objects with it.
        }
    }
}
