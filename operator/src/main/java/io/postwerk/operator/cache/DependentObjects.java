package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.keys.CertManagerCertificates;
import io.postwerk.operator.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The objects of the MailServers in one namespace, as the API server has them: what carries the label {@link Labels#SERVER}. A change of
 * one is told to a {@link ChangeListener}.
 */
public final class DependentObjects implements AutoCloseable {
    /** Those of all namespaces that hold a MailServer; no other namespace is watched. */
    public static final class ByNamespace implements AutoCloseable {
        private final KubernetesClient client;
        private final ChangeListener listener;
        private final Map<String, DependentObjects> namespaces = new ConcurrentHashMap<>();

        /** Watches nothing yet. */
        public ByNamespace(KubernetesClient client, ChangeListener listener) {
            this.client = client;
            this.listener = listener;
        }

        /** The objects in a namespace, which is watched from now on. */
        public DependentObjects in(String namespace) {
            return namespaces.computeIfAbsent(namespace, n -> new DependentObjects(client, n, listener));
        }

        /** Stops watching all other namespaces. */
        public void retain(Set<String> wanted) {
            namespaces.forEach((namespace, objects) -> {
                if (!wanted.contains(namespace) && namespaces.remove(namespace, objects)) {
                    objects.close();
                }
            });
        }

        @Override
        public void close() {
            retain(Set.of());
        }
    }

    private final KubernetesClient client;
    private final String namespace;
    private final ChangeListener listener;
    private final Map<Class<? extends HasMetadata>, ObjectCache<?>> caches = new ConcurrentHashMap<>();

    private DependentObjects(KubernetesClient client, String namespace, ChangeListener listener) {
        this.client = client;
        this.namespace = namespace;
        this.listener = listener;
        add(ConfigMap.class, client.configMaps());
        add(Secret.class, client.secrets());
        add(ServiceAccount.class, client.serviceAccounts());
        add(Service.class, client.services());
        add(StatefulSet.class, client.apps().statefulSets());
        add(PodDisruptionBudget.class, client.policy().v1().podDisruptionBudget());
        add(NetworkPolicy.class, client.network().v1().networkPolicies());
        add(PersistentVolumeClaim.class, client.persistentVolumeClaims());
        add(Pod.class, client.pods(), Trimming::withoutSpec, (before, after) -> true);
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> void add(
            Class<T> kind, MixedOperation<T, L, ? extends Resource<T>> operation) {
        add(kind, operation, Trimming::trim, DependentObjects::differ);
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> void add(
            Class<T> kind,
            MixedOperation<T, L, ? extends Resource<T>> operation,
            UnaryOperator<T> trimming,
            BiPredicate<T, T> matters) {
        caches.put(
                kind,
                new ObjectCache<>(
                        operation
                                .inNamespace(namespace)
                                .withLabel(Labels.SERVER)
                                .runnableInformer(0),
                        trimming,
                        matters,
                        change -> server(change.object())
                                .ifPresent(server -> listener.dependentChanged(server, change))));
    }

    /** Whether an update matters. Status changes of objects with generations do not: pods show whether they work. */
    private static boolean differ(HasMetadata before, HasMetadata after) {
        Long generation = after.getMetadata().getGeneration();
        return generation == null
                || !generation.equals(before.getMetadata().getGeneration())
                || !Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels())
                || !Objects.equals(
                        before.getMetadata().getAnnotations(),
                        after.getMetadata().getAnnotations());
    }

    /** Watches cert-manager's Certificates from now on: a cluster need not have that kind. */
    public void watchCertificates() {
        if (!caches.containsKey(GenericKubernetesResource.class)) {
            add(
                    GenericKubernetesResource.class,
                    client.genericKubernetesResources(
                            CertManagerCertificates.API_VERSION, CertManagerCertificates.KIND));
        }
    }

    private static Optional<ObjectKey> server(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .map(labels -> labels.get(Labels.SERVER))
                .map(name -> new ObjectKey(object.getMetadata().getNamespace(), name));
    }

    /** Whether all objects are known. */
    public boolean isSynced() {
        return caches.values().stream().allMatch(ObjectCache::isSynced);
    }

    /** Whether the right to read some of them is missing. */
    public boolean isForbidden() {
        return caches.values().stream().anyMatch(ObjectCache::isForbidden);
    }

    /** The object of that kind and name, if it carries the label of a MailServer. */
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return cache(kind).get(namespace, name);
    }

    /** The pods of a MailServer, without their specifications. */
    public List<Pod> pods(String server) {
        return of(Pod.class, server).toList();
    }

    /** All objects of a MailServer but its pods. */
    public List<HasMetadata> all(String server) {
        return caches.keySet().stream()
                .filter(kind -> kind != Pod.class)
                .<HasMetadata>flatMap(kind -> of(kind, server))
                .toList();
    }

    /** Changes an object by a call to the API server, which answers what it is then. */
    public <T extends HasMetadata> T write(Class<T> kind, String name, Supplier<T> call) {
        return cache(kind).write(namespace, name, call);
    }

    private <T extends HasMetadata> Stream<T> of(Class<T> kind, String server) {
        return cache(kind).list().stream()
                .filter(object ->
                        server(object).filter(key -> key.name().equals(server)).isPresent());
    }

    @SuppressWarnings("unchecked") // a cache is put under the type of its objects
    private <T extends HasMetadata> ObjectCache<T> cache(Class<T> kind) {
        return (ObjectCache<T>) Optional.ofNullable(caches.get(kind))
                .orElseThrow(() -> new IllegalArgumentException("no cache of " + kind));
    }

    @Override
    public void close() {
        caches.values().forEach(ObjectCache::close);
    }
}
