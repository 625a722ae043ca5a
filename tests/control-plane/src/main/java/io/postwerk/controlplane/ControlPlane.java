package io.postwerk.controlplane;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * etcd and kube-apiserver on loopback ports of this machine, with RBAC and the default admission plugins; on request
 * kube-controller-manager (StatefulSets get pods, namespaces end, default service accounts appear) and kube-scheduler. Everything
 * is in a temporary folder and is removed by {@link #close}. The programs also end if this JVM is killed.
 *
 * <p>Tests mostly take the one that {@link SharedControlPlane} hands out, each in a namespace of its own.
 */
public final class ControlPlane implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Path folder;
    private final ClusterCredentials credentials;
    private final ApiAuditLog audit;
    private final Arguments arguments;
    private final Component etcd;
    private final KubernetesClient admin;
    private final KubernetesClient prober;
    private final List<KubernetesClient> clients = new ArrayList<>();
    private Optional<Component> apiServer = Optional.empty();
    private Optional<Component> controllerManager = Optional.empty();
    private Optional<Component> scheduler = Optional.empty();

    private ControlPlane(Path folder) throws IOException {
        this.folder = folder;
        this.credentials = new ClusterCredentials(folder);
        this.audit = new ApiAuditLog(folder);
        List<Integer> ports = FreePorts.free(3);
        this.arguments = new Arguments(folder, credentials, ports.get(0), ports.get(1), ports.get(2));
        this.admin = client(config(credentials.token(Identity.ADMIN)));
        this.prober = client(new ConfigBuilder(config(credentials.token(Identity.ADMIN)))
                .withRequestRetryBackoffLimit(0)
                .build());
        this.etcd = Component.start(folder, Binaries.program("etcd"), arguments.etcd());
    }

    /** Starts etcd and kube-apiserver. Where they are missing, the calling test is skipped, or fails where peers are required. */
    public static ControlPlane start() throws IOException {
        Binaries.program("etcd");
        Binaries.program("kube-apiserver");
        ControlPlane started = new ControlPlane(Files.createTempDirectory("postwerk-control-plane"));
        try {
            started.startApiServer();
            return started;
        } catch (RuntimeException | IOException | AssertionError e) {
            started.close();
            throw e;
        }
    }

    /** Starts kube-apiserver unless it runs, on the port that it had, and waits until it is ready. */
    public void startApiServer() throws IOException {
        if (apiServer.filter(Component::isAlive).isPresent()) return;
        Component started = Component.start(folder, Binaries.program("kube-apiserver"), arguments.apiServer(audit));
        apiServer = Optional.of(started);
        await("kube-apiserver is ready")
                .pollInterval(Duration.ofMillis(100))
                .atMost(TIMEOUT)
                .until(() -> !started.isAlive() || !etcd.isAlive() || isReady());
        if (!etcd.isAlive()) throw new IllegalStateException("etcd has ended:\n" + etcd.tail());
        if (!started.isAlive()) throw new IllegalStateException("kube-apiserver has ended:\n" + started.tail());
    }

    /** Kills kube-apiserver: connections break and watches end. What it has stored stays in etcd. */
    public void stopApiServer() {
        apiServer.ifPresent(Component::close);
        apiServer = Optional.empty();
    }

    /** Whether the API server says so at the moment. */
    public boolean isReady() {
        try {
            return "ok".equals(prober.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    /** Starts kube-controller-manager unless it runs. It works soon after. */
    public void startControllerManager() throws IOException {
        if (controllerManager.filter(Component::isAlive).isPresent()) return;
        Path kubeconfig = kubeconfig(folder.resolve("controller-manager.kubeconfig"), Identity.CONTROLLER_MANAGER);
        controllerManager = Optional.of(Component.start(
                folder, Binaries.program("kube-controller-manager"), arguments.controllerManager(kubeconfig)));
    }

    /** Starts kube-scheduler unless it runs. It works soon after; a pod needs a Node to be bound to. */
    public void startScheduler() throws IOException {
        if (scheduler.filter(Component::isAlive).isPresent()) return;
        Path kubeconfig = kubeconfig(folder.resolve("scheduler.kubeconfig"), Identity.SCHEDULER);
        scheduler = Optional.of(
                Component.start(folder, Binaries.program("kube-scheduler"), arguments.scheduler(kubeconfig)));
    }

    /** Where the API server is: {@code https://127.0.0.1:PORT}. */
    public String url() {
        return "https://127.0.0.1:" + arguments.apiPort();
    }

    /** The certificate that the API server's is issued by; it also accepts client certificates of it, the common name being the user. */
    public Path caFile() {
        return credentials.ca();
    }

    /** The folder with everything: certificates, logs of the components ({@code kube-apiserver.log}), the audit log. */
    public Path folder() {
        return folder;
    }

    /** A client that may do everything; the user in the audit log is {@code admin}. Closed with the control plane. */
    public KubernetesClient adminClient() {
        return admin;
    }

    /** A client with the token of a service account that is there. Closed with the control plane. */
    public KubernetesClient clientAs(String namespace, String serviceAccount) {
        return remember(client(config(token(namespace, serviceAccount))));
    }

    /** A client with the rights of any user, by impersonation. Closed with the control plane. */
    public KubernetesClient clientAsUser(String user, String... groups) {
        return remember(client(new ConfigBuilder(config(credentials.token(Identity.ADMIN)))
                .withImpersonateUsername(user)
                .withImpersonateGroups(groups)
                .build()));
    }

    /** A token of a service account that is there, good for an hour (TokenRequest). */
    public String token(String namespace, String serviceAccount) {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest()
                .getStatus()
                .getToken();
    }

    /** How Fabric8 reaches the API server with a token, without anything of this machine's own configuration. */
    public Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withCaCertFile(credentials.ca().toString())
                .withOauthToken(token)
                .withNamespace("default")
                .build();
    }

    /** Writes a kubeconfig for the administrator. */
    public Path kubeconfig(Path file) throws IOException {
        return kubeconfig(file, Identity.ADMIN);
    }

    /** Writes a kubeconfig. */
    public Path kubeconfig(Path file, Identity identity) throws IOException {
        return kubeconfig(file, credentials.token(identity));
    }

    /** Writes a kubeconfig with a token, such as {@link #token}. */
    public Path kubeconfig(Path file, String token) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: test, user: {token: "%s"}}]
                """.formatted(url(), credentials.ca(), token));
    }

    /** Makes a namespace with a name that nobody else has, and gives its name. */
    public String createNamespace(Map<String, String> labels) {
        return admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("test-")
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    /** As {@link #createNamespace(Map)}, without labels. */
    public String createNamespace() {
        return createNamespace(Map.of());
    }

    /**
     * Applies the manifests of a file, or of every {@code .yaml} file of a folder in the order of their names, by server-side apply
     * as {@value Applier#FIELD_MANAGER}; CustomResourceDefinitions are waited for until they are established.
     *
     * @return what the API server made of them
     * @throws KubernetesClientException what the API server refuses
     */
    public List<HasMetadata> apply(Path manifests) throws IOException {
        return new Applier(admin).apply(manifests);
    }

    /** As {@link #apply(Path)}, with a namespace for what names none. */
    public List<HasMetadata> apply(String namespace, Path manifests) throws IOException {
        return new Applier(admin.adapt(NamespacedKubernetesClient.class).inNamespace(namespace)).apply(manifests);
    }

    /** Every request that has been made, in order; those of the control plane's own components are left out. */
    public List<AuditEvent> auditEvents() {
        return auditEvents(0);
    }

    /** Where the audit log ends now, for {@link #auditEvents(long)}. */
    public long auditMark() {
        return audit.mark();
    }

    /** The requests behind a mark. */
    public List<AuditEvent> auditEvents(long mark) {
        return audit.since(mark);
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private synchronized KubernetesClient remember(KubernetesClient client) {
        clients.add(client);
        return client;
    }

    @Override
    public void close() throws IOException {
        clients.forEach(KubernetesClient::close);
        admin.close();
        prober.close();
        for (Optional<Component> component : List.of(scheduler, controllerManager, apiServer)) {
            component.ifPresent(Component::close);
        }
        etcd.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
