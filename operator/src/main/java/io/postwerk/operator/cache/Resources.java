package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Custom resources of one kind, as a cache has them.
 *
 * @param <T> their type
 */
public interface Resources<T extends HasMetadata> {
    /** All of them. */
    Stream<T> all();

    /** The one of that name. */
    Optional<T> get(ObjectKey key);

    /** Those that an index of {@link Indexes} has under a key. */
    List<T> indexed(String index, String key);
}
