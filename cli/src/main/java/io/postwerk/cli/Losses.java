package io.postwerk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a new version of a tree lacks of the old one: keys, elements of lists, and the ends of texts. A file that is cut, or written
 * by half, always shows as such a loss; additions and replaced values are none.
 */
final class Losses {
    /** What elements of lists are told apart by, as the lists of manifests and of config files have it. */
    private static final List<String> KEYS = List.of("name", "address", "id", "host");

    private final List<String> paths = new ArrayList<>();

    private Losses() {}

    /** The paths of what is lost, as in {@code spec.aliases[info@example.org]}. */
    static List<String> between(JsonNode old, JsonNode now) {
        Losses losses = new Losses();
        losses.compare(old, now, "");
        return losses.paths;
    }

    private void compare(JsonNode old, JsonNode now, String path) {
        if (old.equals(now)) return;
        if (old.isObject() && now.isObject()) {
            for (Map.Entry<String, JsonNode> member : old.properties()) {
                String inner = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                if (now.has(member.getKey())) compare(member.getValue(), now.get(member.getKey()), inner);
                else paths.add(inner);
            }
        } else if (old.isArray() && now.isArray()) {
            for (JsonNode element : old) {
                String inner = path + "[" + name(element) + "]";
                same(element, now).ifPresentOrElse(other -> compare(element, other, inner), () -> paths.add(inner));
            }
        } else if (old.isContainerNode() || now.isContainerNode()) {
            paths.add(path);
        } else if (now.isNull() || old.asText().startsWith(now.asText())) {
            paths.add(path);
        }
    }

    /** The element that stands for an old one. */
    private static Optional<JsonNode> same(JsonNode element, JsonNode list) {
        Optional<String> key = key(element);
        return StreamSupport.stream(list.spliterator(), false)
                .filter(other ->
                        key.isPresent() ? element.get(key.get()).equals(other.get(key.get())) : element.equals(other))
                .findFirst();
    }

    private static Optional<String> key(JsonNode element) {
        return KEYS.stream().filter(element::has).findFirst();
    }

    private static String name(JsonNode element) {
        return key(element).map(element::get).orElse(element).asText();
    }
}
