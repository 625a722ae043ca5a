package io.postwerk.plan;

import io.postwerk.config.SecretText;
import java.util.Arrays;
import java.util.Optional;

/** Looks up the Secrets that resources refer to, and reports those that cannot be had. A Secret is of its resource's namespace. */
final class Secrets {
    private final Snapshot snapshot;
    private final Findings findings;

    Secrets(Snapshot snapshot, Findings findings) {
        this.snapshot = snapshot;
        this.findings = findings;
    }

    /** A Secret that an owner refers to by name. */
    Optional<SecretInput> find(Owner owner, String name) {
        return Optional.ofNullable(snapshot.secrets().get(key(owner, name)));
    }

    static ObjectKey key(Owner owner, String name) {
        return new ObjectKey(owner.namespace(), name);
    }

    /**
     * A Secret that has all of the keys; if it cannot be had, that is reported.
     *
     * @param field the field that refers to it
     * @param consequence what is so until it is there
     */
    Optional<SecretInput> require(Owner owner, String field, String name, String consequence, String... keys) {
        Optional<SecretInput> secret = find(owner, name);
        Optional<String> missing = secret.flatMap(
                s -> Arrays.stream(keys).filter(key -> s.value(key).isEmpty()).findFirst());
        if (secret.isPresent() && missing.isEmpty()) {
            return secret;
        }
        ObjectKey key = key(owner, name);
        if (secret.isEmpty() && snapshot.unreadable().contains(owner.namespace())) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.SECRET_FORBIDDEN,
                    "Secret " + key + " may not be read by the operator",
                    "let it, with a RoleBinding in namespace " + owner.namespace()
                            + " of the operator's ServiceAccount to "
                            + "the chart's ClusterRole postwerk-secret-reader; until then " + consequence);
        } else {
            String what = missing.map(m -> "Secret " + key + " has nothing under '" + m + "'")
                    .orElse("there is no Secret " + key
                            + (keys.length > 1 ? " with " + String.join(" and ", keys) : ""));
            findings.unresolved(owner, field, Reason.SECRET_NOT_FOUND, what, "add it; until then " + consequence);
        }
        return Optional.empty();
    }

    /** The value of a key that {@link #require} has found to be there. */
    static SecretText value(SecretInput secret, String key) {
        return secret.value(key).orElseThrow();
    }
}
