package io.postwerk.operator.runtime;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.config.Program;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.PodProbe;
import io.postwerk.operator.revision.PodProbe.LoadedRevision;
import io.postwerk.operator.revision.PodRefresher;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Pods that no node runs: they are ready when a test says so, and have loaded what their annotation asks for. */
final class FakePods implements PodProbe, AutoCloseable {
    private final KubernetesClient client;
    private final Map<String, Pod> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean stuck;
    private volatile boolean drained;
    private final Map<String, Storage> storage = new ConcurrentHashMap<>();

    FakePods(KubernetesClient client) {
        this.client = client;
    }

    /** Adds a ready pod to each workload. */
    void start(String namespace, String server) {
        for (Workload workload : Workload.values()) {
            start(namespace, server, workload, server + "-" + workload.component() + "-0");
        }
    }

    /** Adds a ready pod of smtp-server with a name. */
    void startNamed(String namespace, String server, String name) {
        start(namespace, server, Workload.SMTP_SERVER, name);
    }

    /** Adds a ready pod with the images of a version. */
    void startVersion(String namespace, String server, String name, String component, String version) {
        Workload workload = component.equals("smtp-server") ? Workload.SMTP_SERVER : Workload.IMAP_SERVER;
        start(namespace, server, workload, name, Map.of(Labels.VERSION, version));
    }

    private void start(String namespace, String server, Workload workload, String name) {
        start(namespace, server, workload, name, Map.of());
    }

    private void start(
            String namespace, String server, Workload workload, String name, Map<String, String> annotations) {
        await("the service account of " + workload)
                .atMost(TestBed.TIMEOUT)
                .until(() -> client.serviceAccounts()
                                .inNamespace(namespace)
                                .withName(server + "-" + workload.component())
                                .get()
                        != null);
        int number = next.getAndIncrement();
        Pod pod = client.pods()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withAnnotations(annotations)
                        .addToLabels("app.kubernetes.io/name", "postwerk")
                        .addToLabels("app.kubernetes.io/component", workload.component())
                        .addToLabels("postwerk.io/server", server)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(server + "-" + workload.component())
                        .withAutomountServiceAccountToken(false)
                        .addNewContainer()
                        .withName("main")
                        .withImage("none.example/none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        String address = "10.0." + number / 256 + "." + (number % 256 + 1);
        byAddress.put(address, pod);
        client.pods()
                .resource(new PodBuilder(pod)
                        .withNewStatus()
                        .withPodIP(address)
                        .addNewPodIP(address)
                        .withPhase("Running")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .patchStatus();
    }

    /** Takes a pod away. */
    void stopNamed(String name) {
        byAddress.values().stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .forEach(pod -> client.pods().resource(pod).withGracePeriod(0).delete());
    }

    /** Whether pods do not look at their volumes any more. */
    void stuck(boolean now) {
        stuck = now;
    }

    @Override
    public Optional<LoadedRevision> revision(String address, Program program) {
        Pod pod = byAddress.get(address);
        if (pod == null || stuck) return Optional.of(LoadedRevision.NONE);
        Pod now = client.pods().resource(pod).get();
        return Optional.ofNullable(now)
                .map(p -> p.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(PodRefresher.CONFIG_SEQUENCE))
                .map(text -> new LoadedRevision(Long.parseLong(text.replaceAll("\\..*", "")), 0))
                .or(() -> Optional.of(LoadedRevision.NONE));
    }

    /** What a pod tells of its disk from now on; as long as it is not set, a pod is of a version that does not tell. */
    void storage(String name, Storage now) {
        storage.put(name, now);
    }

    @Override
    public Optional<Storage> storage(String address, Program server) {
        return Optional.ofNullable(byAddress.get(address))
                .flatMap(
                        pod -> Optional.ofNullable(storage.get(pod.getMetadata().getName())));
    }

    @Override
    public boolean isDrained(String address) {
        return drained;
    }

    /** Whether pods that are to go have nothing left. */
    void drained(boolean now) {
        drained = now;
    }

    @Override
    public void close() {
        byAddress
                .values()
                .forEach(pod -> client.pods().resource(pod).withGracePeriod(0).delete());
    }
}
