package io.postwerk.plan.finding;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Source;
import io.postwerk.crds.manifest.Sourced;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A resource that claims domains or addresses. Claimants are sorted by age, the oldest first, since its claim wins; where the age is
 * the same or not known, by namespace and name.
 *
 * @param kind its kind
 * @param key its namespace and name
 * @param created when it was created, if that is known
 * @param generation its {@code metadata.generation}; 0 if that is not known
 * @param source where it was written
 */
public record Claimant(String kind, ObjectKey key, Optional<Instant> created, long generation, Source source)
        implements Comparable<Claimant> {
    private static final Comparator<Claimant> AGE = Comparator.comparing(
                    (Claimant owner) -> owner.created().orElse(Instant.MAX))
            .thenComparing(Claimant::key)
            .thenComparing(Claimant::kind);

    public static Claimant of(Sourced<? extends HasMetadata> sourced) {
        HasMetadata resource = sourced.resource();
        Optional<String> created = Optional.ofNullable(resource.getMetadata().getCreationTimestamp());
        long generation =
                Optional.ofNullable(resource.getMetadata().getGeneration()).orElse(0L);
        return new Claimant(
                resource.getKind(),
                ObjectKey.of(resource),
                created.flatMap(Claimant::instant),
                generation,
                sourced.source());
    }

    public static Claimant of(BrokenResource broken) {
        return new Claimant(
                broken.kind(),
                new ObjectKey(broken.namespace(), broken.name()),
                broken.created().flatMap(Claimant::instant),
                0,
                broken.source());
    }

    public String namespace() {
        return key.namespace();
    }

    /** How problems call it. */
    public String title() {
        return kind + " " + key;
    }

    @Override
    public int compareTo(Claimant other) {
        return AGE.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Claimant that && kind.equals(that.kind) && key.equals(that.key);
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
