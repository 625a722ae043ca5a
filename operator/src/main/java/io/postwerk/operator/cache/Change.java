package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.ObjectKey;
import java.util.Optional;

/**
 * What has become of one object on the API server.
 *
 * @param before the object as the cache had it; absent if it is new
 * @param after the object as it is now; absent if it has gone
 * @param <T> type of the object
 */
public record Change<T extends HasMetadata>(Optional<T> before, Optional<T> after) {
    /** A new object. */
    public static <T extends HasMetadata> Change<T> added(T object) {
        return new Change<>(Optional.empty(), Optional.of(object));
    }

    /** An object that has become another. */
    public static <T extends HasMetadata> Change<T> updated(T before, T after) {
        return new Change<>(Optional.of(before), Optional.of(after));
    }

    /** An object that has gone. */
    public static <T extends HasMetadata> Change<T> deleted(T object) {
        return new Change<>(Optional.of(object), Optional.empty());
    }

    /** Whether the object is known at all: one that was created and deleted between two looks is not. */
    boolean isPresent() {
        return before.isPresent() || after.isPresent();
    }

    /** The latest that is known of the object. */
    public T object() {
        return after.or(() -> before).orElseThrow();
    }

    /** Its namespace and name. */
    public ObjectKey key() {
        return ObjectKey.of(object());
    }
}
