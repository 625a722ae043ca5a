package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets in memory. What is applied takes the place of what is there, as on an API server. */
final class FakeKeyStorage implements KeyStorage {
    private final Map<String, Secret> secrets = new HashMap<>();

    /** Whether {@link #find} is behind: it does not see what is there. */
    private boolean behind;

    private int created;

    @Override
    public Optional<Secret> find(String namespace, String name) {
        return behind ? Optional.empty() : Optional.ofNullable(secrets.get(namespace + "/" + name));
    }

    @Override
    public Secret create(Secret secret) {
        Secret there = secrets.putIfAbsent(key(secret), secret);
        if (there == null) {
            created++;
        }
        return there == null ? secret : there;
    }

    void apply(HasMetadata object) {
        if (object instanceof Secret secret) {
            secrets.put(key(secret), secret);
        }
    }

    void fallBehind() {
        behind = true;
    }

    int created() {
        return created;
    }

    private static String key(Secret secret) {
        return secret.getMetadata().getNamespace() + "/" + secret.getMetadata().getName();
    }
}
