package io.postwerk.plan.secret;

import io.postwerk.crds.ObjectKey;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the Secrets that resources may refer to.
 *
 * @param known those that are there and were read
 * @param unreadable namespaces whose Secrets may not be read: what is not among the known may be there all the same
 * @param unavailable namespaces whose Secrets cannot be read for now, and were not yet: what is in force of them stays
 */
public record SecretInputs(Map<ObjectKey, SecretInput> known, Set<String> unreadable, Set<String> unavailable) {
    public SecretInputs {
        known = Map.copyOf(known);
        unreadable = Set.copyOf(unreadable);
        unavailable = Set.copyOf(unavailable);
    }

    /** Where every Secret may be read, and was. */
    public static SecretInputs of(Map<ObjectKey, SecretInput> all) {
        return new SecretInputs(all, Set.of(), Set.of());
    }
}
