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
import io.postwerk.operator.keys.CertManagerOrders;
import io.postwerk.operator.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The objects of MailServers in one namespace. */
public final class NamespaceObjects implements AutoCloseable {
    /** Is told what has changed by somebody else's doing, or by itself. */
    public interface Listener {
        /** A pod of a MailServer has come, gone, or become something else. */
        void podChanged(ObjectKey server);

        /** Another object of a MailServer has. */
        void objectChanged(ObjectKey server);
    }

    private final KubernetesClient client;
    private final String namespace;
    private final Listener listener;
    private final Map<Class<? extends HasMetadata>, ObjectCache<?>> caches = new ConcurrentHashMap<>();

    NamespaceObjects(KubernetesClient client, String namespace, Listener listener) {
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
        put(Pod.class, client.pods(), Trimming::withoutSpec, (before, after) -> true);
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> void add(
            Class<T> kind, MixedOperation<T, L, ? extends Resource<T>> operation) {
        put(kind, operation, Trimming::trim, NamespaceObjects::differ);
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> void put(
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
                        this::tell));
    }

    /** Status changes of what has generations do not matter: pods tell whether they work. */
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

    private void tell(HasMetadata object) {
        server(object).ifPresent(server -> {
            if (object instanceof Pod) {
                listener.podChanged(server);
            } else {
                listener.objectChanged(server);
            }
        });
    }

    /** Watches cert-manager's orders from now on: a cluster need not have them. */
    public void watchOrders() {
        if (!caches.containsKey(GenericKubernetesResource.class)) {
            add(
                    GenericKubernetesResource.class,
                    client.genericKubernetesResources(CertManagerOrders.API_VERSION, CertManagerOrders.KIND));
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
        return of(Pod.class, server);
    }

    /** All objects of a MailServer but its pods. */
    public List<HasMetadata> all(String server) {
        List<HasMetadata> all = new ArrayList<>();
        caches.keySet().stream().filter(kind -> kind != Pod.class).forEach(kind -> all.addAll(of(kind, server)));
        return all;
    }

    /** Changes an object by a call to the API server, which answers what it is then. */
    public <T extends HasMetadata> T write(Class<T> kind, String name, Supplier<T> call) {
        return cache(kind).write(name, call);
    }

    private <T extends HasMetadata> List<T> of(Class<T> kind, String server) {
        return cache(kind).list().stream()
                .filter(object ->
                        server(object).filter(key -> key.name().equals(server)).isPresent())
                .toList();
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
