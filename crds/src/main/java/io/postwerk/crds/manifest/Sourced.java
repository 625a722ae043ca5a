package io.postwerk.crds.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * A resource and where it was written.
 *
 * @param <T> its type
 * @param resource the resource
 * @param source where it was written
 */
public record Sourced<T extends HasMetadata>(T resource, Source source) {
    /** Namespace of the resource. */
    public String namespace() {
        return resource.getMetadata().getNamespace();
    }

    /** Name of the resource. */
    public String name() {
        return resource.getMetadata().getName();
    }

    /** How problems call it, as in {@code MailUser default/alice}. */
    public String title() {
        return title(resource.getKind(), namespace(), name());
    }

    static String title(String kind, String namespace, String name) {
        return kind + " " + namespace + "/" + name;
    }
}
