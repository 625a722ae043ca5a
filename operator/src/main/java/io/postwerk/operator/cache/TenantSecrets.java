package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.crds.ObjectKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The Secrets that resources refer to. A namespace is watched only while a resource in it refers to a Secret, with the right that a
 * RoleBinding there gives; of other Secrets nothing is kept. Where the right is missing, it is looked for again within seconds.
 */
public final class TenantSecrets implements AutoCloseable {
    private static final String EVERYWHERE = "";

    private final KubernetesClient client;
    private final boolean everywhere;
    private final Consumer<ObjectKey> onChange;
    /** What each MailServer's resources refer to. */
    private final Map<ObjectKey, Set<ObjectKey>> references = new ConcurrentHashMap<>();

    private final Map<String, SecretScope> scopes = new ConcurrentHashMap<>();
    private volatile Set<ObjectKey> wanted = Set.of();

    /**
     * Watches nothing yet.
     *
     * @param everywhere whether there is a right to read all Secrets of the cluster, and one watch is to do
     * @param onChange is told which MailServer's Secrets have changed
     */
    public TenantSecrets(KubernetesClient client, boolean everywhere, Consumer<ObjectKey> onChange) {
        this.client = client;
        this.everywhere = everywhere;
        this.onChange = onChange;
    }

    /** The Secrets that a MailServer's resources refer to, and no others, as far as they are known now. */
    public SecretView view(ObjectKey server, Set<ObjectKey> referred) {
        refer(server, referred);
        return new SecretView(referred.stream().collect(Collectors.groupingBy(this::scope)).entrySet().stream()
                .map(entry -> scopes.get(entry.getKey()).view(Set.copyOf(entry.getValue())))
                .toList());
    }

    /** Forgets a MailServer. */
    public void forget(ObjectKey server) {
        refer(server, Set.of());
        references.remove(server);
    }

    /** Looks for rights that have come or gone: nothing else tells of them. To be called every few seconds. */
    public void lookForRights() {
        scopes.forEach((namespace, scope) -> {
            if (scope.hasTurned()) {
                references.forEach((server, referred) -> {
                    if (referred.stream().anyMatch(key -> scope(key).equals(namespace))) {
                        onChange.accept(server);
                    }
                });
            }
        });
    }

    private synchronized void refer(ObjectKey server, Set<ObjectKey> referred) {
        if (referred.equals(references.put(server, referred))) {
            return;
        }
        Set<ObjectKey> all = new HashSet<>();
        references.values().forEach(all::addAll);
        wanted = all;
        Set<String> namespaces = all.stream().map(this::scope).collect(Collectors.toSet());
        namespaces.forEach(namespace -> scopes.computeIfAbsent(
                namespace,
                n -> new SecretScope(client, n, secret -> wanted.contains(ObjectKey.of(secret)), this::tell)));
        scopes.forEach((namespace, scope) -> {
            if (!namespaces.contains(namespace) && scopes.remove(namespace, scope)) {
                scope.close();
            }
        });
    }

    private String scope(ObjectKey secret) {
        return everywhere ? EVERYWHERE : secret.namespace();
    }

    private void tell(Secret secret) {
        ObjectKey key = ObjectKey.of(secret);
        references.forEach((server, referred) -> {
            if (referred.contains(key)) {
                onChange.accept(server);
            }
        });
    }

    @Override
    public void close() {
        scopes.values().forEach(SecretScope::close);
        scopes.clear();
    }
}
