package io.postwerk.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Source;
import io.postwerk.crds.manifest.Sourced;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A resource that claims something. Owners are sorted by age: the older one has a better claim; where the age is the same or not
 * known, the namespace and the name decide.
 *
 * @param kind its kind
 * @param key its namespace and name
 * @param created when it was created, if that is known
 * @param generation its {@code metadata.generation}; 0 if that is not known
 * @param source where it was written
 */
record Owner(String kind, ObjectKey key, Optional<Instant> created, long generation, Source source)
        implements Comparable<Owner> {
    private static final Comparator<Owner> AGE = Comparator.comparing(
                    (Owner owner) -> owner.created().orElse(Instant.MAX))
            .thenComparing(Owner::key)
            .thenComparing(Owner::kind);

    static Owner of(Sourced<? extends HasMetadata> sourced) {
        HasMetadata resource = sourced.resource();
        Optional<String> created = Optional.ofNullable(resource.getMetadata().getCreationTimestamp());
        long generation =
                Optional.ofNullable(resource.getMetadata().getGeneration()).orElse(0L);
        return new Owner(
                resource.getKind(),
                ObjectKey.of(resource),
                created.flatMap(Owner::instant),
                generation,
                sourced.source());
    }

    static Owner of(BrokenResource broken) {
        return new Owner(
                broken.kind(),
                new ObjectKey(broken.namespace(), broken.name()),
                broken.created().flatMap(Owner::instant),
                0,
                broken.source());
    }

    String namespace() {
        return key.namespace();
    }

    /** How problems call it. */
    String title() {
        return kind + " " + key;
    }

    @Override
    public int compareTo(Owner other) {
        return AGE.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Owner that && kind.equals(that.kind) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + key.hashCode();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
