package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.model.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The Secrets of one namespace, or of all. Only the names are kept of those that no resource refers to. */
final class SecretScope implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SecretScope.class.getName());

    /** Up to this many Secrets are read one by one, more of them by a list. */
    private static final int SINGLY = 3;

    /** What can be known of a scope. */
    enum State {
        /** The first list is under way. */
        UNKNOWN,
        KNOWN,
        FORBIDDEN,
        /** The first list has taken so long that plans no longer wait for it. */
        UNAVAILABLE
    }

    /** A list takes a second or two, and all tenants of a MailServer wait for it. */
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(20);

    /** A Secret can have 1 MiB, and a page of them is in memory before it is trimmed. */
    private static final long PAGE = 20;

    private final KubernetesClient client;
    private final String namespace;
    private final Predicate<Secret> wanted;
    private final ObjectCache<Secret> cache;
    /** Secrets that were trimmed before a resource referred to them, read again. */
    private final Map<ObjectKey, Secret> fetched = new HashMap<>();

    private final long begin = System.nanoTime();
    private State told = State.UNKNOWN;
    private boolean missed;

    SecretScope(
            KubernetesClient client, String namespace, Predicate<Secret> wanted, Consumer<Change<Secret>> onChange) {
        this.client = client;
        this.namespace = namespace;
        this.wanted = wanted;
        // Own Secrets, Helm's and tokens are not passwords of users; there can be many large ones.
        this.cache = new ObjectCache<>(
                foreign()
                        .withoutField("type", "helm.sh/release.v1")
                        .withoutField("type", "kubernetes.io/service-account-token")
                        .withLimit(PAGE)
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
        if (cache.isSynced()) {
            return State.KNOWN;
        }
        return System.nanoTime() - begin < LIST_TIMEOUT.toNanos() ? State.UNKNOWN : State.UNAVAILABLE;
    }

    /** Whether the state has changed since the last call, or a Secret could not be read since. */
    synchronized boolean hasTurned() {
        State before = told;
        told = state();
        boolean turned = before != told || missed;
        if (before != told && told == State.UNAVAILABLE) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The Secrets of {0} cannot be listed; plans are made without them",
                    namespace.isEmpty() ? "all namespaces" : "namespace " + namespace);
        }
        missed = false;
        return turned;
    }

    TenantSecrets.Part view(Set<ObjectKey> keys) {
        return switch (state()) {
            case UNKNOWN -> new TenantSecrets.Part(State.UNKNOWN, keys, Map.of());
            case FORBIDDEN -> new TenantSecrets.Part(State.FORBIDDEN, keys, Map.of());
            case UNAVAILABLE -> new TenantSecrets.Part(State.UNAVAILABLE, keys, Map.of());
            case KNOWN -> known(keys);
        };
    }

    private synchronized TenantSecrets.Part known(Set<ObjectKey> keys) {
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
        State state = State.KNOWN;
        try {
            for (Secret secret : fetch(stubs)) {
                ObjectKey key = ObjectKey.of(secret);
                fetched.put(key, Trimming.trim(secret));
                secrets.put(key, secret);
            }
        } catch (KubernetesClientException e) {
            LOG.log(System.Logger.Level.WARNING, "Secrets could not be read, and will be again: {0}", e.getMessage());
            missed = true;
            state = State.UNAVAILABLE;
        }
        return new TenantSecrets.Part(state, keys, secrets);
    }

    private List<Secret> fetch(Set<ObjectKey> keys) {
        if (keys.size() <= SINGLY) {
            return keys.stream()
                    .map(key -> client.secrets()
                            .inNamespace(key.namespace())
                            .withName(key.name())
                            .get())
                    .filter(Objects::nonNull)
                    .toList();
        }
        List<Secret> found = new ArrayList<>();
        String next = null;
        do {
            SecretList page = foreign()
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next)
                            .build());
            page.getItems().stream()
                    .filter(secret -> keys.contains(ObjectKey.of(secret)))
                    .forEach(found::add);
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return found;
    }

    private FilterWatchListDeletable<Secret, SecretList, Resource<Secret>> foreign() {
        var secrets = namespace.isEmpty()
                ? client.secrets().inAnyNamespace()
                : client.secrets().inNamespace(namespace);
        return secrets.withoutLabel(Labels.SERVER);
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

    private static boolean isSame(@Nullable Secret fetched, Secret stub) {
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
