package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.crds.ObjectKey;
import io.postwerk.plan.secret.SecretInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The Secrets that resources refer to. A namespace is watched only while a resource in it refers to a Secret, with the right that a
 * RoleBinding there gives; of other Secrets nothing is kept. Where the right is missing, it is looked for again within seconds.
 */
public final class TenantSecrets implements AutoCloseable {
    /**
     * What is known of some of the Secrets.
     *
     * @param state whether they can be read
     * @param keys which ones
     * @param secrets those that are there
     */
    record Part(SecretScope.State state, Set<ObjectKey> keys, Map<ObjectKey, Secret> secrets) {}

    /** What is known of the Secrets that a MailServer's resources refer to. */
    public record View(List<Part> parts) {
        /** Whether a plan can be made: without Secrets that are not loaded yet it would take logins away. */
        public boolean isComplete() {
            return parts.stream().noneMatch(part -> part.state() == SecretScope.State.UNKNOWN);
        }

        /** Those that are there and may be read. */
        public Map<ObjectKey, SecretInput> inputs() {
            Map<ObjectKey, SecretInput> inputs = new HashMap<>();
            parts.forEach(part -> part.secrets()
                    .forEach((key, secret) -> inputs.put(
                            key, SecretInput.of(secret, secret.getMetadata().getResourceVersion()))));
            return inputs;
        }

        /** Namespaces whose Secrets may not be read. */
        public Set<String> forbidden() {
            return namespaces(SecretScope.State.FORBIDDEN);
        }

        /** Namespaces whose Secrets could not be loaded, although the right to read them is there. */
        public Set<String> unavailable() {
            return namespaces(SecretScope.State.UNAVAILABLE);
        }

        private Set<String> namespaces(SecretScope.State state) {
            return parts.stream()
                    .filter(part -> part.state() == state)
                    .flatMap(part -> part.keys().stream())
                    .map(ObjectKey::namespace)
                    .collect(Collectors.toSet());
        }
    }

    private static final String EVERYWHERE = "";

    private final KubernetesClient client;
    private final boolean everywhere;
    private final ChangeListener listener;
    /** What each MailServer's resources refer to. */
    private final Map<ObjectKey, Set<ObjectKey>> references = new ConcurrentHashMap<>();

    private final Map<String, SecretScope> scopes = new ConcurrentHashMap<>();
    private volatile Set<ObjectKey> wanted = Set.of();

    /**
     * Watches nothing yet.
     *
     * @param everywhere whether there is a right to read all Secrets of the cluster, and one watch is to do
     */
    public TenantSecrets(KubernetesClient client, boolean everywhere, ChangeListener listener) {
        this.client = client;
        this.everywhere = everywhere;
        this.listener = listener;
    }

    /** The Secrets that a MailServer's resources refer to, and no others, as far as they are known now. */
    public View view(ObjectKey server, Set<ObjectKey> referred) {
        refer(server, referred);
        return new View(referred.stream().collect(Collectors.groupingBy(this::scope)).entrySet().stream()
                .map(entry -> Objects.requireNonNull(scopes.get(entry.getKey())).view(Set.copyOf(entry.getValue())))
                .toList());
    }

    /** Forgets a MailServer. */
    public void forget(ObjectKey server) {
        refer(server, Set.of());
        references.remove(server);
    }

    /** Looks for rights that were given or taken: no event tells of them. To be called every few seconds. */
    public void lookForRights() {
        scopes.forEach((namespace, scope) -> {
            if (scope.hasTurned()) {
                references.forEach((server, referred) -> tell(
                        server,
                        referred.stream()
                                .filter(key -> scope(key).equals(namespace))
                                .collect(Collectors.toSet())));
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
                n -> new SecretScope(client, n, secret -> wanted.contains(ObjectKey.of(secret)), this::changed)));
        scopes.forEach((namespace, scope) -> {
            if (!namespaces.contains(namespace) && scopes.remove(namespace, scope)) {
                scope.close();
            }
        });
    }

    private String scope(ObjectKey secret) {
        return everywhere ? EVERYWHERE : secret.namespace();
    }

    private void changed(Change<Secret> change) {
        ObjectKey key = change.key();
        references.forEach((server, referred) -> tell(server, referred.contains(key) ? Set.of(key) : Set.of()));
    }

    private void tell(ObjectKey server, Set<ObjectKey> secrets) {
        if (!secrets.isEmpty()) {
            listener.secretsChanged(server, secrets);
        }
    }

    @Override
    public void close() {
        scopes.values().forEach(SecretScope::close);
        scopes.clear();
    }
}
