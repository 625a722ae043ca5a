package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where an informer keeps its objects, after something has been left out of them.
 *
 * @param <T> type of the objects
 */
public final class TransformingStore<T extends HasMetadata> implements ItemStore<T> {
    private final UnaryOperator<T> transformation;
    private final Map<String, T> objects = new ConcurrentHashMap<>();

    /** @param transformation leaves something out; name, namespace and version must stay */
    public TransformingStore(UnaryOperator<T> transformation) {
        this.transformation = transformation;
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public T put(String key, T object) {
        return objects.put(key, transformation.apply(object));
    }

    @Override
    public T remove(String key) {
        return objects.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return objects.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return objects.values().stream();
    }

    @Override
    public T get(String key) {
        return objects.get(key);
    }

    @Override
    public int size() {
        return objects.size();
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
