package io.postwerk.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A structural schema, as the CRDs have it: what of OpenAPI our types use.
 *
 * @param type {@code object}, {@code array}, {@code string}, {@code integer} or {@code boolean}; {@code integer or string}
 *     where an amount may be written either way; {@code any} where anything goes
 * @param properties properties of an object, sorted
 * @param required properties that must be there
 * @param element schema of the elements of an array or of the values of an object with free keys
 * @param enumeration values of a string; empty if it is free
 * @param pattern regular expression of a string
 * @param format format of a string
 * @param range bounds of a number, of the length of a string, or of the number of elements or keys
 * @param numbers bounds of the number that an {@code integer or string} may be
 * @param keys key properties of an array of distinct objects; the element itself (empty string) for an array of distinct scalars
 * @param defaultValue value that an absent property gets
 */
record Schema(
        String type,
        Map<String, Schema> properties,
        List<String> required,
        Optional<Schema> element,
        List<String> enumeration,
        Optional<Pattern> pattern,
        Optional<String> format,
        Range range,
        Range numbers,
        List<String> keys,
        Optional<JsonNode> defaultValue) {

    static final String ANY = "any";
    static final String INTEGER_OR_STRING = "integer or string";

    /** Both ends included. */
    record Range(long min, long max) {
        boolean contains(long value) {
            return value >= min && value <= max;
        }

        @Override
        public String toString() {
            if (max == Long.MAX_VALUE) {
                return "at least " + min;
            }
            return min == max ? "exactly " + min : min + " to " + max;
        }
    }

    /** The schemas of the CRD of that plural name: the object's own properties, {@code spec} and {@code status}. */
    static Schema ofCrd(String plural) {
        return parse(load(plural + ".postwerk.io.yaml").at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    /** A schema of what Kubernetes itself defines. */
    static Schema ofKubernetes(String name) {
        return parse(load("kubernetes.yaml").get(name));
    }

    private static JsonNode load(String resource) {
        try (InputStream in = Schema.class.getResourceAsStream(resource)) {
            Object tree = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return new ObjectMapper().valueToTree(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema parse(JsonNode node) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        node.path("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), parse(property.getValue())));
        JsonNode element =
                node.path("type").asText().equals("array") ? node.path("items") : node.path("additionalProperties");
        return new Schema(
                type(node),
                properties,
                strings(node.path("required")),
                element.isMissingNode() ? Optional.empty() : Optional.of(parse(element)),
                strings(node.path("enum")),
                text(node, "pattern").map(Pattern::compile),
                text(node, "format"),
                range(node),
                new Range(node.path("minimum").asLong(0), node.path("maximum").asLong(Long.MAX_VALUE)),
                keys(node),
                node.has("default") ? Optional.of(node.get("default")) : Optional.empty());
    }

    private static String type(JsonNode node) {
        if (node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            return ANY;
        }
        return node.path("x-kubernetes-int-or-string").asBoolean()
                ? INTEGER_OR_STRING
                : node.path("type").asText();
    }

    private static Range range(JsonNode node) {
        String suffix = switch (type(node)) {
            case "integer" -> "imum";
            case "string", INTEGER_OR_STRING -> "Length";
            case "array" -> "Items";
            case String other -> "Properties";
        };
        return new Range(
                node.path("min" + suffix).asLong(suffix.equals("imum") ? Long.MIN_VALUE : 0),
                node.path("max" + suffix).asLong(Long.MAX_VALUE));
    }

    private static List<String> keys(JsonNode node) {
        return switch (node.path("x-kubernetes-list-type").asText()) {
            case "map" -> strings(node.path("x-kubernetes-list-map-keys"));
            case "set" -> List.of("");
            case String atomic -> List.of();
        };
    }

    private static List<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
    }
}
