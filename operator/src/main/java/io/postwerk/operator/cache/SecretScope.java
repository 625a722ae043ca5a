package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.operator.model.Marks;
import io.postwerk.plan.ObjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The Secrets of one namespace, or of all. Of those that nobody refers to only their names are kept. */
final class SecretScope implements AutoCloseable {
    /** Up to so many Secrets are asked for one by one, more of them by one list. */
    private static final int SINGLY = 3;

    /** What can be known of a scope. */
    enum State {
        UNKNOWN,
        KNOWN,
        FORBIDDEN
    }

    private final KubernetesClient client;
    private final String namespace;
    private final Predicate<Secret> wanted;
    private final ObjectCache<Secret> cache;
    /** Secrets that were referred to only after the watch had brought them. */
    private final Map<ObjectKey, Secret> fetched = new HashMap<>();

    private State told = State.UNKNOWN;

    SecretScope(KubernetesClient client, String namespace, Predicate<Secret> wanted, Consumer<Secret> onChange) {
        this.client = client;
        this.namespace = namespace;
        this.wanted = wanted;
        // Own Secrets, Helm's and tokens are nobody's passwords; there can be many, and large ones.
        var secrets = namespace.isEmpty()
                ? client.secrets().inAnyNamespace()
                : client.secrets().inNamespace(namespace);
        this.cache = new ObjectCache<>(
                secrets.withoutLabel(Marks.SERVER)
                        .withoutField("type", "helm.sh/release.v1")
                        .withoutField("type", "kubernetes.io/service-account-token")
                        .runnableInformer(0),
                this::trim,
                (before, after) -> !Objects.equals(
                        before.getMetadata().getResourceVersion(),
                        after.getMetadata().getResourceVersion()),
                onChange);
    }

    State state() {
        if (cache.isForbidden()) {
            return State.FORBIDDEN;
        }
        return cache.isSynced() ? State.KNOWN : State.UNKNOWN;
    }

    /** Whether the state is another than when this was asked last. */
    synchronized boolean hasTurned() {
        State before = told;
        told = state();
        return before != told;
    }

    SecretView.Part view(Set<ObjectKey> keys) {
        return switch (state()) {
            case UNKNOWN -> new SecretView.Part(State.UNKNOWN, keys, Map.of());
            case FORBIDDEN -> new SecretView.Part(State.FORBIDDEN, keys, Map.of());
            case KNOWN -> new SecretView.Part(State.KNOWN, keys, known(keys));
        };
    }

    private synchronized Map<ObjectKey, Secret> known(Set<ObjectKey> keys) {
        fetched.keySet().retainAll(keys);
        Map<ObjectKey, Secret> secrets = new HashMap<>();
        Set<ObjectKey> stubs = new HashSet<>();
        for (ObjectKey key : keys) {
            Optional<Secret> cached = cache.get(key.namespace(), key.name());
            if (cached.isEmpty()) {
                fetched.remove(key);
            } else if (!isStub(cached.get())) {
                fetched.remove(key);
                secrets.put(key, cached.get());
            } else if (isSame(fetched.get(key), cached.get())) {
                secrets.put(key, fetched.get(key));
            } else {
                stubs.add(key);
            }
        }
        for (Secret secret : fetch(stubs)) {
            ObjectKey key = ObjectKey.of(secret);
            fetched.put(key, Trimming.trim(secret));
            secrets.put(key, secret);
        }
        return secrets;
    }

    private Collection<Secret> fetch(Set<ObjectKey> keys) {
        if (keys.size() <= SINGLY) {
            return keys.stream()
                    .map(key -> client.secrets()
                            .inNamespace(key.namespace())
                            .withName(key.name())
                            .get())
                    .filter(Objects::nonNull)
                    .toList();
        }
        var secrets = namespace.isEmpty()
                ? client.secrets().inAnyNamespace()
                : client.secrets().inNamespace(namespace);
        return secrets.withoutLabel(Marks.SERVER).list().getItems().stream()
                .filter(secret -> keys.contains(ObjectKey.of(secret)))
                .collect(Collectors.toList());
    }

    private Secret trim(Secret secret) {
        if (wanted.test(secret)) {
            return Trimming.trim(secret);
        }
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(secret.getMetadata().getNamespace())
                .withName(secret.getMetadata().getName())
                .withResourceVersion(secret.getMetadata().getResourceVersion())
                .endMetadata()
                .build();
    }

    /** A Secret from the API server has a uid. */
    private static boolean isStub(Secret secret) {
        return secret.getMetadata().getUid() == null;
    }

    private static boolean isSame(Secret fetched, Secret stub) {
        return fetched != null
                && fetched.getMetadata()
                        .getResourceVersion()
                        .equals(stub.getMetadata().getResourceVersion());
    }

    @Override
    public void close() {
        cache.close();
    }
}
