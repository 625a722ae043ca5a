package io.postwerk.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.ObjectKey;

/**
 * A custom resource.
 *
 * @param kind its kind
 * @param key its namespace and name
 */
public record ResourceRef(String kind, ObjectKey key) {
    /** The reference to an object. */
    public static ResourceRef of(HasMetadata resource) {
        return new ResourceRef(resource.getKind(), ObjectKey.of(resource));
    }
}
