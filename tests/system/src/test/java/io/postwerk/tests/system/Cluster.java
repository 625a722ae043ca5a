package io.postwerk.tests.system;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.postwerk.controlplane.Binaries;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.node.Node;
import io.postwerk.testkit.Generated;
import io.postwerk.tests.charts.Chart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cluster with one node, the chart installed and the quick start applied, as an administrator would do it: what runs is what
 * the images hold, under the restricted Pod Security Standard.
 */
final class Cluster implements AutoCloseable {
    /** The namespace of the quick start's manifests. */
    static final String NAMESPACE = "default";

    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final int ATTEMPTS = 5;

    private static final List<String> PROGRAMS = List.of("operator", "auth-sidecar", "smtp-server", "imap-server");

    private final ControlPlane controlPlane;
    private final Node node;
    private final Path kubeconfig;

    private Cluster(ControlPlane controlPlane, Node node, Path kubeconfig) {
        this.controlPlane = controlPlane;
        this.node = node;
        this.kubeconfig = kubeconfig;
    }

    /** Starts all of it and waits until the MailServer is ready. Closed with {@link #close}. */
    static Cluster start(ControlPlane controlPlane, Path folder) throws IOException, InterruptedException {
        Node node = Node.start(controlPlane);
        try {
            Path kubeconfig = folder.resolve("kubeconfig");
            controlPlane.kubeconfig(kubeconfig);
            Cluster cluster = new Cluster(controlPlane, node, kubeconfig);
            cluster.install();
            return cluster;
        } catch (RuntimeException | IOException | InterruptedException | AssertionError e) {
            node.close();
            throw e;
        }
    }

    private void install() throws IOException, InterruptedException {
        for (String program : PROGRAMS) node.buildImage(program);
        for (String namespace : List.of(NAMESPACE, Chart.NAMESPACE)) restrict(namespace);
        controlPlane.apply(Generated.root().resolve("crds"));
        Chart.postwerk()
                .with("serverNamespaces", List.of(NAMESPACE))
                .with("tenantNamespaces", List.of(NAMESPACE))
                .with("image", Map.of("registry", "localhost/postwerk", "tag", "test", "pullPolicy", "Never"))
                .with("crds", Map.of("install", false))
                .objects()
                .forEach(object -> client().resource(object).serverSideApply());
        kubectl("apply", "-f", Generated.root().resolve("examples/quickstart").toString());
        awaitReady("mailserver/main");
    }

    private void restrict(String namespace) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    KubernetesClient client() {
        return controlPlane.adminClient();
    }

    /** The addresses of the quick start's exposure. */
    Site site() {
        return new Site(address("main-mail-smtp"), 25, address("main-mail-mailbox"), 993);
    }

    private String address(String service) {
        return client().services()
                .inNamespace(NAMESPACE)
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    /** Runs kubectl and expects it to succeed; returns what it printed. */
    String kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", NAMESPACE));
        command.addAll(List.of(arguments));
        Tool.Outcome outcome = Tool.run("", Binaries.program("kubectl"), command);
        if (outcome.status() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ":\n" + outcome.output() + report());
        }
        return outcome.output();
    }

    private Tool.Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", NAMESPACE));
        command.addAll(List.of(arguments));
        return Tool.run("", Binaries.program("kubectl"), command);
    }

    /** {@code kubectl wait --for=condition=Ready}, again and again on a slow machine. */
    void awaitReady(String resource) throws IOException, InterruptedException {
        String[] wait = {"wait", "--for=condition=Ready", resource, "--timeout=60s"};
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            if (run(wait).status() == 0) return;
        }
        kubectl(wait);
    }

    /** Kills a pod without any notice to its programs, and waits for its successor to be ready. */
    void kill(String name) {
        String before = pod(name).getMetadata().getUid();
        client().pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(0).delete();
        await(name + " is back")
                .atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> !pod(name).getMetadata().getUid().equals(before) && isReady(pod(name)));
    }

    Pod pod(String name) {
        return client().pods().inNamespace(NAMESPACE).withName(name).require();
    }

    private static boolean isReady(Pod pod) {
        return Readiness.getInstance().isReady(pod);
    }

    /** The names, restarts and generations of the mail pods: equal as long as none was rolled. */
    List<String> podIdentities() {
        return client().pods().inNamespace(NAMESPACE).list().getItems().stream()
                .map(pod ->
                        pod.getMetadata().getName() + " " + pod.getMetadata().getUid())
                .sorted()
                .toList();
    }

    /** The state of the cluster, for a failure's message. */
    private String report() throws IOException, InterruptedException {
        StringBuilder report = new StringBuilder();
        for (String[] arguments : new String[][] {
            {"get", "pods,statefulsets,mailservers,maildomains,mailusers", "-A", "-o", "wide"},
            {"describe", "pods", "-A"},
            {"logs", "-n", Chart.NAMESPACE, "deployment/postwerk", "--tail=60"}
        }) {
            report.append("\n$ kubectl ")
                    .append(String.join(" ", arguments))
                    .append('\n')
                    .append(run(arguments).output());
        }
        return report.toString();
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
