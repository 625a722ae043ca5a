package io.postwerk.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.operator.model.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether an object on the API server is what was applied: somebody may have changed it by hand. The API server fills in defaults and
 * writes some values in another way (a quantity of 1000m as 1), so what it made of an object is remembered.
 */
final class Drift {
    private static final JsonMapper JSON = new JsonMapper();

    /** What was sent, and what the API server made of it, by kind and name. */
    private record Settled(String sent, String received) {}

    private final Map<String, Settled> settled = new ConcurrentHashMap<>();

    /** Notes what the API server answered. */
    void settle(HasMetadata wanted, String hash, HasMetadata answer) {
        if (!isContained(wanted, answer)) {
            settled.put(key(wanted), new Settled(hash, fingerprint(answer)));
        }
    }

    /** Whether the object is as wanted. */
    boolean isAsWanted(HasMetadata wanted, String hash, HasMetadata live) {
        Settled before = settled.get(key(wanted));
        return isContained(wanted, live)
                || before != null
                        && before.sent().equals(hash)
                        && before.received().equals(fingerprint(live));
    }

    private static boolean isContained(HasMetadata wanted, HasMetadata live) {
        if (!hasMetadata(wanted, live)) {
            return false;
        }
        return switch (wanted) {
            case ConfigMap map ->
                live instanceof ConfigMap other && orEmpty(map.getData()).equals(orEmpty(other.getData()));
            case Secret secret ->
                live instanceof Secret other
                        && orEmpty(secret.getData()).equals(orEmpty(other.getData()))
                        && Objects.equals(secret.getType(), other.getType());
            default -> isContained(content(wanted), content(live));
        };
    }

    private static boolean hasMetadata(HasMetadata wanted, HasMetadata live) {
        return orEmpty(live.getMetadata().getLabels())
                        .entrySet()
                        .containsAll(orEmpty(wanted.getMetadata().getLabels()).entrySet())
                && orEmpty(live.getMetadata().getAnnotations())
                        .entrySet()
                        .containsAll(
                                orEmpty(wanted.getMetadata().getAnnotations()).entrySet())
                && owners(live).containsAll(owners(wanted));
    }

    private static List<String> owners(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .map(OwnerReference::getUid)
                .toList();
    }

    /** Whether each field of the first has the same value in the second. */
    private static boolean isContained(JsonNode wanted, JsonNode live) {
        if (wanted.isObject()) {
            return live != null
                    && live.isObject()
                    && wanted.propertyStream()
                            .allMatch(field -> isContained(field.getValue(), live.get(field.getKey())));
        }
        if (wanted.isArray()) {
            if (live == null || wanted.size() != live.size()) {
                return wanted.isEmpty() && live == null;
            }
            for (int i = 0; i < wanted.size(); i++) {
                if (!isContained(wanted.get(i), live.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return wanted.isNull() || wanted.equals(live);
    }

    private static ObjectNode content(HasMetadata object) {
        ObjectNode tree = JSON.valueToTree(object);
        tree.remove(List.of("metadata", "status"));
        return tree;
    }

    private static String fingerprint(HasMetadata object) {
        ObjectNode tree = content(object);
        tree.putPOJO("labels", orEmpty(object.getMetadata().getLabels()));
        tree.putPOJO("annotations", orEmpty(object.getMetadata().getAnnotations()));
        tree.putPOJO("owners", owners(object));
        return CanonicalJson.hash(CanonicalJson.write(tree).getBytes(StandardCharsets.UTF_8));
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
