package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.crds.ObjectKey;
import io.postwerk.plan.secret.SecretInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of the Secrets that a MailServer's resources refer to. */
public final class SecretView {
    /**
     * What is known of some of them.
     *
     * @param state whether they can be read
     * @param keys which ones
     * @param secrets those that are there
     */
    record Part(SecretScope.State state, Set<ObjectKey> keys, Map<ObjectKey, Secret> secrets) {}

    private final List<Part> parts;

    SecretView(List<Part> parts) {
        this.parts = parts;
    }

    /** Whether there is nothing to wait for. Before, a plan would take logins away for nothing. */
    public boolean isComplete() {
        return parts.stream().noneMatch(part -> part.state() == SecretScope.State.UNKNOWN);
    }

    /** Those that are there and may be read. */
    public Map<ObjectKey, SecretInput> inputs() {
        Map<ObjectKey, SecretInput> inputs = new HashMap<>();
        parts.forEach(part -> part.secrets()
                .forEach((key, secret) -> inputs.put(
                        key, SecretInput.of(secret, secret.getMetadata().getResourceVersion()))));
        return inputs;
    }

    /** Namespaces whose Secrets may not be read. */
    public Set<String> forbidden() {
        return namespaces(SecretScope.State.FORBIDDEN);
    }

    /** Namespaces of which it is not known whether Secrets are there that are missing here, and may not be for long. */
    public Set<String> unavailable() {
        return namespaces(SecretScope.State.UNAVAILABLE);
    }

    private Set<String> namespaces(SecretScope.State state) {
        return parts.stream()
                .filter(part -> part.state() == state)
                .flatMap(part -> part.keys().stream())
                .map(ObjectKey::namespace)
                .collect(Collectors.toSet());
    }
}
