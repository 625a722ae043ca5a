package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.manifest.BrokenResource;
import java.util.Optional;

/** Resources that are there and do not fit their types. */
final class Unreadable {
    private Unreadable() {}

    static Optional<BrokenResource> broken(HasMetadata resource) {
        return Optional.empty();
    }
}
