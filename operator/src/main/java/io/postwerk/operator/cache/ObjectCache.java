package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.postwerk.crds.ObjectKey;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Objects of one kind in one namespace or in all, or of a kind without namespaces. It has what was written through {@link #write} at once, before
 * the API server's event arrives, and does not tell own writes as changes. It knows whether the right to read is missing. The SDK's
 * InformerEventSource tells neither of that nor what has changed (ADR 41).
 *
 * @param <T> type of the objects
 */
public final class ObjectCache<T extends HasMetadata> implements AutoCloseable {
    /** The code of the latest list or watch that failed, and the version up to which the informer had come then. */
    private record Failure(int code, Optional<String> version) {}

    private final SharedIndexInformer<T> informer;
    private final UnaryOperator<T> trimming;
    private final Consumer<Change<T>> onChange;
    /** What the API server answered to own writes, until the informer has it or something newer. */
    private final Map<ObjectKey, T> written = new ConcurrentHashMap<>();
    /** Versions that the informer told of while a write of the object was under way. */
    private final Map<ObjectKey, Set<String>> underWay = new HashMap<>();

    private volatile Optional<Failure> failure = Optional.empty();

    /**
     * Begins to watch.
     *
     * @param trimming leaves out of an object what nobody reads; name, namespace and version stay
     * @param matters whether an update from the first to the second is worth telling of
     * @param onChange is told of each object that has been changed, but not by a write of this cache
     */
    public ObjectCache(
            SharedIndexInformer<T> informer,
            UnaryOperator<T> trimming,
            BiPredicate<T, T> matters,
            Consumer<Change<T>> onChange) {
        this.informer = informer;
        this.trimming = trimming;
        this.onChange = onChange;
        informer.itemStore(new TransformingItemStore<>(trimming));
        informer.exceptionHandler((started, cause) -> {
            failure = Optional.of(new Failure(code(cause), syncedVersion()));
            return true;
        });
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                seen(Change.added(object));
            }

            @Override
            public void onUpdate(T before, T after) {
                if (matters.test(before, after)) {
                    seen(Change.updated(before, after));
                }
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                written.remove(ObjectKey.of(object));
                seen(Change.deleted(object));
            }
        });
        informer.start();
    }

    /** Whether everything that is there is known; it stays so while a connection is lost. */
    public boolean isSynced() {
        return informer.hasSynced();
    }

    /**
     * Whether the right to read is missing: the latest attempt to list or watch has failed for that. An informer does not tell of attempts
     * that succeed, and between two watches it does not watch either; that its version has grown shows it.
     */
    boolean isForbidden() {
        Optional<Failure> latest = failure;
        if (latest.isEmpty()) {
            return false;
        }
        if (informer.isWatching() || !latest.get().version().equals(syncedVersion())) {
            failure = Optional.empty();
            return false;
        }
        return latest.get().code() == HttpURLConnection.HTTP_FORBIDDEN;
    }

    private Optional<String> syncedVersion() {
        return Optional.ofNullable(informer.lastSyncResourceVersion());
    }

    Optional<T> get(String namespace, String name) {
        Optional<T> cached = Optional.ofNullable(informer.getStore().getByKey(namespace + "/" + name));
        ObjectKey key = new ObjectKey(namespace, name);
        T own = written.get(key);
        if (own == null) {
            return cached;
        }
        if (isAhead(own)) {
            return Optional.of(own);
        }
        written.remove(key, own);
        return cached;
    }

    /** All objects, own writes among them. */
    public List<T> list() {
        Map<ObjectKey, T> objects = new HashMap<>();
        informer.getStore().list().forEach(object -> objects.put(ObjectKey.of(object), object));
        written.values().stream().filter(this::isAhead).forEach(own -> objects.put(ObjectKey.of(own), own));
        return List.copyOf(objects.values());
    }

    /** Changes an object by a call to the API server, which answers what it is then. */
    T write(String namespace, String name, Supplier<T> call) {
        ObjectKey key = new ObjectKey(namespace, name);
        Optional<T> before = get(namespace, name);
        synchronized (underWay) {
            underWay.put(key, new HashSet<>());
        }
        Optional<T> result = Optional.empty();
        try {
            result = Optional.of(trimming.apply(call.get()));
            written.put(key, result.get());
            return result.get();
        } finally {
            Set<String> others;
            synchronized (underWay) {
                others = underWay.remove(key);
            }
            result.ifPresent(own -> others.remove(version(own)));
            Change<T> change = new Change<>(result.or(() -> before), get(namespace, name));
            if (!others.isEmpty() && change.isPresent()) {
                onChange.accept(change);
            }
        }
    }

    /** Takes a change that the informer tells of. */
    private void seen(Change<T> change) {
        T object = change.object();
        ObjectKey key = ObjectKey.of(object);
        synchronized (underWay) {
            Set<String> versions = underWay.get(key);
            if (versions != null) {
                versions.add(version(object));
                return;
            }
        }
        T own = written.get(key);
        if (own == null || !version(own).equals(version(object))) {
            onChange.accept(change);
        }
    }

    private boolean isAhead(T own) {
        return isNewer(version(own), informer.lastSyncResourceVersion());
    }

    private static int code(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e && e.getCode() != 0) {
                return e.getCode();
            }
        }
        return 0;
    }

    private static String version(HasMetadata object) {
        return object.getMetadata().getResourceVersion();
    }

    /** Resource versions of one kind are numbers that grow (KEP-5504). */
    private static boolean isNewer(String version, String than) {
        return than == null
                || than.isEmpty()
                || version.length() > than.length()
                || version.length() == than.length() && version.compareTo(than) > 0;
    }

    @Override
    public void close() {
        informer.stop();
    }
}
