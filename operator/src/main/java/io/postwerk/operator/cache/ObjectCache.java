package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
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
 * Objects of one kind in one namespace. It has what was written through {@link #write} at once, not only when the API server tells of
 * it, and does not report own writes as changes.
 *
 * @param <T> type of the objects
 */
final class ObjectCache<T extends HasMetadata> implements AutoCloseable {
    private final SharedIndexInformer<T> informer;
    private final UnaryOperator<T> trimming;
    private final Consumer<T> onChange;
    /** What the API server answered to own writes, until the informer has it or something newer. */
    private final Map<String, T> written = new ConcurrentHashMap<>();
    /** Versions that the informer told of while a write of the object was under way. */
    private final Map<String, Set<String>> underWay = new HashMap<>();

    /** What the latest list or watch that failed has come to, and how far the informer was then. */
    private record Failure(int code, Optional<String> version) {}

    private volatile Optional<Failure> failure = Optional.empty();

    /**
     * Begins to watch.
     *
     * @param matters whether an update from the first to the second is worth telling of
     * @param onChange is told of each object that has changed by somebody else's doing
     */
    ObjectCache(
            SharedIndexInformer<T> informer,
            UnaryOperator<T> trimming,
            BiPredicate<T, T> matters,
            Consumer<T> onChange) {
        this.informer = informer;
        this.trimming = trimming;
        this.onChange = onChange;
        informer.itemStore(new TransformingStore<>(trimming));
        informer.exceptionHandler((started, cause) -> {
            failure = Optional.of(new Failure(code(cause), syncedVersion()));
            return true;
        });
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                changed(object);
            }

            @Override
            public void onUpdate(T before, T after) {
                if (matters.test(before, after)) {
                    changed(after);
                }
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                written.remove(object.getMetadata().getName());
                changed(object);
            }
        });
        informer.start();
    }

    /** Whether everything that is there is known; it stays so while a connection is lost. */
    boolean isSynced() {
        return informer.hasSynced();
    }

    /**
     * Whether the right to read is missing: the latest attempt to list or watch has ended so. An informer does not tell of attempts
     * that succeed, and between two watches it does not watch either; that it has come further tells.
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
        T own = written.get(name);
        if (own == null) {
            return cached;
        }
        if (isNewer(version(own), informer.lastSyncResourceVersion())) {
            return Optional.of(own);
        }
        written.remove(name, own);
        return cached;
    }

    List<T> list() {
        Map<String, T> objects = new HashMap<>();
        informer.getStore()
                .list()
                .forEach(object -> objects.put(object.getMetadata().getName(), object));
        for (Map.Entry<String, T> own : written.entrySet()) {
            if (isNewer(version(own.getValue()), informer.lastSyncResourceVersion())) {
                objects.put(own.getKey(), own.getValue());
            }
        }
        return List.copyOf(objects.values());
    }

    /** Changes an object by a call to the API server, which answers what it is then. */
    T write(String name, Supplier<T> call) {
        synchronized (underWay) {
            underWay.put(name, new HashSet<>());
        }
        Optional<T> result = Optional.empty();
        try {
            result = Optional.of(trimming.apply(call.get()));
            written.put(name, result.get());
            return result.get();
        } finally {
            Set<String> seen;
            synchronized (underWay) {
                seen = underWay.remove(name);
            }
            Optional<T> now = result;
            now.ifPresent(object -> seen.remove(version(object)));
            if (!seen.isEmpty()) {
                now.ifPresent(onChange);
            }
        }
    }

    private void changed(T object) {
        String name = object.getMetadata().getName();
        synchronized (underWay) {
            Set<String> seen = underWay.get(name);
            if (seen != null) {
                seen.add(version(object));
                return;
            }
        }
        T own = written.get(name);
        if (own == null || !version(own).equals(version(object))) {
            onChange.accept(object);
        }
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
