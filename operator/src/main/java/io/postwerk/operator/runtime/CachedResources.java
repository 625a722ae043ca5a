package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.cache.Resources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A controller's cache. */
record CachedResources<T extends HasMetadata>(IndexerResourceCache<T> cache) implements Resources<T> {
    @Override
    public Stream<T> all() {
        return cache.list();
    }

    @Override
    public Optional<T> get(ObjectKey key) {
        return cache.get(new ResourceID(key.name(), key.namespace()));
    }

    @Override
    public List<T> indexed(String index, String key) {
        return cache.byIndex(index, key);
    }
}
