package io.postwerk.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.postwerk.crds.Patterns;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML by a schema: what fits becomes JSON, with the defaults filled in as an API server does it; what does not is a finding.
 * Each call of {@link #read} reports all findings, not the first.
 */
final class SchemaReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Something that does not fit.
     *
     * @param line where
     * @param field path of the field
     * @param what what is wrong
     * @param remedy what to do
     */
    record Finding(int line, String field, String what, String remedy) {}

    private final List<Finding> findings;
    private final Map<String, Integer> lines;

    /**
     * A reader.
     *
     * @param findings gets what does not fit
     * @param lines gets the line of each field by its path
     */
    SchemaReader(List<Finding> findings, Map<String, Integer> lines) {
        this.findings = findings;
        this.lines = lines;
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /** Reads a value. What does not fit its schema is left out of the result. */
    JsonNode read(Node node, Schema schema, String path) {
        lines.put(path, line(node));
        return switch (schema.type()) {
            case "object" -> object(node, schema, path);
            case "array" -> array(node, schema, path);
            case "string" -> string(node, schema, path);
            case Schema.INTEGER_OR_STRING ->
                node.getTag().equals(Tag.INT) ? integer(node, schema.numbers(), path) : string(node, schema, path);
            case "integer" -> integer(node, schema.range(), path);
            case "boolean" -> bool(node, path);
            case String any -> NullNode.getInstance();
        };
    }

    private JsonNode object(Node node, Schema schema, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return wrongType(node, path, "an object (key: value)");
        }
        ObjectNode result = JSON.objectNode();
        Set<String> present = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = key(tuple.getKeyNode());
            String inner = path.isEmpty() ? key : path + "." + key;
            Optional<Schema> member =
                    Optional.ofNullable(schema.properties().get(key)).or(schema::element);
            if (!present.add(key)) {
                report(tuple.getKeyNode(), inner, "is there twice", "keep one");
            } else if (member.isEmpty()) {
                report(
                        tuple.getKeyNode(),
                        inner,
                        "no such field",
                        Suggestion.ofKey(key, schema.properties().keySet()));
            } else {
                JsonNode value = read(tuple.getValueNode(), member.get(), inner);
                if (!value.isNull()) {
                    result.set(key, value);
                }
            }
        }
        checkRange(node, schema, path, present.size(), "key");
        for (String required : schema.required()) {
            if (!present.contains(required)) {
                report(node, path.isEmpty() ? required : path + "." + required, "is missing", "add it");
            }
        }
        schema.properties().forEach((key, member) -> {
            if (!present.contains(key) && member.defaultValue().isPresent()) {
                result.set(key, withDefaults(member.defaultValue().get().deepCopy(), member));
            }
        });
        return result;
    }

    private JsonNode array(Node node, Schema schema, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            return wrongType(node, path, "a list (- value)");
        }
        ArrayNode result = JSON.arrayNode();
        if (!checkRange(node, schema, path, sequence.getValue().size(), "element")) {
            return result;
        }
        Map<List<JsonNode>, Integer> seen = new HashMap<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node element = sequence.getValue().get(i);
            String inner = path + "[" + i + "]";
            JsonNode value = read(element, schema.element().orElseThrow(), inner);
            if (value.isNull()) {
                continue;
            }
            result.add(value);
            if (!schema.keys().isEmpty()) {
                List<JsonNode> key = schema.keys().stream()
                        .map(k -> k.isEmpty() ? value : value.path(k))
                        .toList();
                Integer before = seen.putIfAbsent(key, i);
                if (before != null) {
                    String by = schema.keys().getFirst().isEmpty() ? "" : " in its " + String.join(", ", schema.keys());
                    report(element, inner, "is the same as " + path + "[" + before + "]" + by, "keep one");
                }
            }
        }
        return result;
    }

    private JsonNode string(Node node, Schema schema, String path) {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            return wrongType(node, path, "a string");
        }
        if (!scalar.getTag().equals(Tag.STR)) {
            report(node, path, "must be a string, not " + described(node), "put it in quotes");
            return NullNode.getInstance();
        }
        String text = scalar.getValue();
        if (!schema.enumeration().isEmpty() && !schema.enumeration().contains(text)) {
            report(
                    node,
                    path,
                    "'" + text + "' is not one of " + String.join(", ", schema.enumeration()),
                    Suggestion.ofValue(text, schema.enumeration()));
            return NullNode.getInstance();
        }
        // OpenAPI counts characters, not UTF-16 units.
        boolean fits = checkRange(node, schema, path, text.codePointCount(0, text.length()), "character");
        if (fits
                && schema.pattern().isPresent()
                && !schema.pattern().get().matcher(text).find()) {
            report(
                    node,
                    path,
                    "'" + text + "' has not the right form",
                    Patterns.help(schema.pattern().get().pattern()));
            fits = false;
        }
        if (fits
                && schema.format().isPresent()
                && !hasFormat(text, schema.format().get())) {
            report(
                    node,
                    path,
                    "is not in the format " + schema.format().get(),
                    formatHelp(schema.format().get()));
            fits = false;
        }
        return fits ? TextNode.valueOf(text) : NullNode.getInstance();
    }

    private JsonNode integer(Node node, Schema.Range range, String path) {
        if (!(node instanceof ScalarNode scalar)
                || !scalar.getTag().equals(Tag.INT)
                || !scalar.getValue().matches("[-+]?[0-9]{1,18}")) {
            return wrongType(node, path, "a whole number");
        }
        long value = Long.parseLong(scalar.getValue());
        if (!range.contains(value)) {
            report(node, path, value + " is out of bounds", "it must be " + range);
            return NullNode.getInstance();
        }
        return LongNode.valueOf(value);
    }

    private JsonNode bool(Node node, String path) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.BOOL)) {
            return wrongType(node, path, "true or false");
        }
        return BooleanNode.valueOf(scalar.getValue().equalsIgnoreCase("true"));
    }

    private static boolean hasFormat(String text, String format) {
        try {
            switch (format) {
                case "date-time" -> OffsetDateTime.parse(text);
                case "byte" -> Base64.getDecoder().decode(text.replaceAll("\\s", ""));
                case String free -> {}
            }
            return true;
        } catch (DateTimeException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String formatHelp(String format) {
        return switch (format) {
            case "date-time" -> "write it as 2030-01-31T00:00:00Z";
            case "byte" -> "encode it in base64, or use stringData";
            case String other -> "correct it";
        };
    }

    private boolean checkRange(Node node, Schema schema, String path, long size, String unit) {
        if (schema.range().contains(size)) {
            return true;
        }
        report(node, path, "has " + size + " " + unit + (size == 1 ? "" : "s"), "it must have " + schema.range());
        return false;
    }

    private JsonNode wrongType(Node node, String path, String wanted) {
        boolean empty = node.getTag().equals(Tag.NULL);
        report(
                node,
                path,
                "must be " + wanted + ", not " + described(node),
                empty ? "give it a value, or leave the key out" : "correct it");
        return NullNode.getInstance();
    }

    private static String described(Node node) {
        return switch (node) {
            case MappingNode mapping -> "an object";
            case SequenceNode sequence -> "a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "empty";
            case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) -> "true or false";
            case ScalarNode scalar
            when scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT) -> "a number";
            case Node other -> "a string";
        };
    }

    static String key(Node key) {
        return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    private void report(Node node, String path, String what, String remedy) {
        findings.add(new Finding(line(node), path, what, remedy));
    }

    private static JsonNode withDefaults(JsonNode value, Schema schema) {
        if (value instanceof ObjectNode object) {
            schema.properties().forEach((key, member) -> {
                if (object.has(key)) {
                    withDefaults(object.get(key), member);
                } else if (member.defaultValue().isPresent()) {
                    object.set(key, withDefaults(member.defaultValue().get().deepCopy(), member));
                }
            });
        } else if (value instanceof ArrayNode array) {
            array.forEach(element -> withDefaults(element, schema.element().orElseThrow()));
        }
        return value;
    }
}
