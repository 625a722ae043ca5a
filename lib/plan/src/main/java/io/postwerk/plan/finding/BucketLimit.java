package io.postwerk.plan.finding;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what is left out of a bucket that would exceed its size limit: entries of the resources that take most of it, so that the
 * configuration of all others can still change. The sizes of a namespace's resources are added up: a tenant gains nothing by
 * spreading entries over resources.
 */
public final class BucketLimit {
    /**
     * Most octets of the files in one object. The API server takes 1 MiB of values; the rest is left to keys and metadata, so that
     * what is allowed here is not refused there.
     */
    public static final int MAX_OBJECT_OCTETS = 1024 * 1024 - 16 * 1024;

    /** Most octets of one bucket: a user's has a file of the operator's beside it. */
    public static final int MAX_FILE_OCTETS = MAX_OBJECT_OCTETS - 1024;

    /** Beside the entries a bucket has its number and its version. */
    private static final int FRAME = 1024;

    /**
     * What a resource has in a bucket.
     *
     * @param owner the resource
     * @param octets what its entries take
     * @param reduced what they take once it is not accepted
     */
    public record Part(Claimant owner, long octets, long reduced) {
        private Part plus(Part other) {
            return new Part(owner, octets + other.octets, reduced + other.reduced);
        }
    }

    private BucketLimit() {}

    /** Whether a file is more than fits into one object. */
    public static boolean isTooLarge(byte[] file) {
        return file.length > MAX_FILE_OCTETS;
    }

    /**
     * Chooses the resources to reduce: in the namespace that takes most, the one that takes most, of equals the younger one;
     * repeated until the rest fits, or the namespace that takes most has nothing left to reduce.
     */
    public static Set<Claimant> choose(List<Part> parts) {
        Map<Claimant, Part> owners = parts.stream().collect(Collectors.toMap(Part::owner, part -> part, Part::plus));
        Map<String, Long> namespaces = owners.values().stream()
                .collect(Collectors.groupingBy(part -> part.owner().namespace(), Collectors.summingLong(Part::octets)));
        long total = owners.values().stream().mapToLong(Part::octets).sum();
        Set<Claimant> chosen = new HashSet<>();
        // Sorted once: resources of one namespace are taken in this order whatever is taken of others.
        Map<String, ArrayDeque<Part>> candidates = owners.values().stream()
                .filter(part -> part.octets() > part.reduced())
                .sorted(Comparator.comparingLong(Part::octets)
                        .thenComparing(Part::owner)
                        .reversed())
                .collect(Collectors.groupingBy(
                        part -> part.owner().namespace(), Collectors.toCollection(ArrayDeque::new)));
        while (total > MAX_FILE_OCTETS - FRAME) {
            String largest = namespaces.entrySet().stream()
                    .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow()
                    .getKey();
            Optional<Part> next = Optional.ofNullable(candidates.get(largest)).map(ArrayDeque::poll);
            if (next.isEmpty()) {
                return chosen;
            }
            Part part = next.get();
            chosen.add(part.owner());
            total -= part.octets() - part.reduced();
            namespaces.merge(largest, part.reduced() - part.octets(), Long::sum);
        }
        return chosen;
    }

    /** Tells a resource that it takes too much. */
    public static void report(Findings findings, Claimant owner, String consequence) {
        findings.error(
                owner,
                "",
                Reason.TOO_LARGE,
                "it and others of namespace " + owner.namespace()
                        + " take more of the MailServer's configuration than there is room for",
                "shorten its lists, or have it served by another MailServer; until then " + consequence);
    }
}
