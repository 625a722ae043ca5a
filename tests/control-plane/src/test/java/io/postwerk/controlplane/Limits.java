package io.postwerk.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Makes a resource for each limit of a CRD's schema below {@code spec}: bounds, patterns, enumerations, what is required or distinct. */
final class Limits {
    private final String kind;
    private final JsonNode spec;
    private final List<Limit> found = new ArrayList<>();

    private Limits(JsonNode crd) {
        this.kind = crd.at("/spec/names/kind").asText();
        this.spec = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    }

    static List<Limit> of(JsonNode crd) {
        Limits limits = new Limits(crd);
        limits.walk("spec", limits.spec, value -> value);
        return limits.found;
    }

    /**
     * All limits of a value and what is in it.
     *
     * @param path of the value
     * @param inSpec puts such a value into a good spec
     */
    private void walk(String path, JsonNode schema, UnaryOperator<JsonNode> inSpec) {
        if (Samples.isFree(schema)) return;
        switch (schema.path("type").asText()) {
            case "object" -> object(path, schema, inSpec);
            case "array" -> array(path, schema, inSpec);
            case "string" -> string(path, schema, inSpec);
            case "integer" -> integer(path, schema, inSpec);
            case "boolean" -> wrongType(path, "boolean", inSpec);
            case String other -> throw new AssertionError(path + " is of type '" + other + "'");
        }
    }

    private void object(String path, JsonNode schema, UnaryOperator<JsonNode> inSpec) {
        wrongType(path, "object", inSpec);
        ObjectNode good = (ObjectNode) Samples.of(schema);
        for (JsonNode name : schema.path("required")) {
            ObjectNode without = good.deepCopy();
            without.remove(name.asText());
            add(path + "." + name.asText(), "required", "Required value", inSpec.apply(without));
        }
        schema.path("properties")
                .properties()
                .forEach(property -> walk(
                        path + "." + property.getKey(),
                        property.getValue(),
                        value -> inSpec.apply(good.deepCopy().set(property.getKey(), value))));
        if (schema.path("additionalProperties").isObject()) {
            JsonNode value = schema.get("additionalProperties");
            walk(
                    path + ".key",
                    value,
                    v -> inSpec.apply(Samples.JSON.objectNode().set("key", v)));
            if (schema.has("maxProperties")) {
                int most = schema.get("maxProperties").asInt();
                ObjectNode many = Samples.JSON.objectNode();
                IntStream.rangeClosed(0, most).forEach(i -> many.set("key" + i, Samples.of(value)));
                add(path, "maxProperties", tooMany(most), inSpec.apply(many));
            }
        }
    }

    private static String tooMany(int most) {
        return "Too many: " + (most + 1) + ": must have at most " + most + " item" + (most == 1 ? "" : "s");
    }

    private void array(String path, JsonNode schema, UnaryOperator<JsonNode> inSpec) {
        wrongType(path, "array", inSpec);
        int least = schema.path("minItems").asInt();
        if (least > 0) {
            add(
                    path,
                    "minItems",
                    "Invalid value: " + (least - 1) + ": " + path + " in body should have at least " + least + " items",
                    inSpec.apply(Samples.array(schema, least - 1)));
        }
        // A list of enumerated values cannot be longer without a repetition.
        if (schema.has("maxItems") && !schema.at("/items").has("enum")) {
            int most = schema.get("maxItems").asInt();
            add(path, "maxItems", tooMany(most), inSpec.apply(Samples.array(schema, most + 1)));
        }
        JsonNode element = Samples.of(schema.get("items"));
        switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" ->
                add(path + "[1]", "set", "Duplicate value: " + element, inSpec.apply(array(element, element)));
            case "map" -> {
                ObjectNode key = ((ObjectNode) element.deepCopy())
                        .retain(StreamSupport.stream(
                                        schema.get("x-kubernetes-list-map-keys").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList());
                add(path + "[1]", "map", "Duplicate value: " + key, inSpec.apply(array(element, element)));
            }
            default -> {}
        }
        walk(path + "[0]", schema.get("items"), value -> {
            ArrayNode array = array(value);
            for (int i = 1; i < least; i++) array.add(Samples.of(schema.get("items"), i));
            return inSpec.apply(array);
        });
    }

    private static ArrayNode array(JsonNode... elements) {
        return Samples.JSON.arrayNode().addAll(List.of(elements));
    }

    private void string(String path, JsonNode schema, UnaryOperator<JsonNode> inSpec) {
        if (schema.has("format")) {
            String words = " in body must be of type " + schema.get("format").asText() + ": \"\"";
            add(path, "type", "Invalid value: \"\": " + path + words, inSpec.apply(Samples.JSON.booleanNode(true)));
        } else {
            wrongType(path, "string", inSpec);
        }
        if (schema.has("enum")) {
            String supported = StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(JsonNode::toString)
                    .collect(Collectors.joining(", "));
            text(path, "enum", "Unsupported value: \"Other\": supported values: " + supported, "Other", inSpec);
            return;
        }
        int least = schema.path("minLength").asInt();
        if (least > 0) {
            String shorter = "a".repeat(least - 1);
            String words = " in body should be at least " + least + " chars long";
            text(path, "minLength", "Invalid value: \"" + shorter + "\": " + path + words, shorter, inSpec);
        }
        if (schema.has("maxLength")) {
            int most = schema.get("maxLength").asInt();
            text(path, "maxLength", "Too long: may not be more than " + most + " bytes", "a".repeat(most + 1), inSpec);
        }
        if (schema.has("pattern")) {
            String wrong = Samples.against(schema);
            String words = " in body should match '" + schema.get("pattern").asText() + "'";
            text(path, "pattern", "Invalid value: \"" + wrong + "\": " + path + words, wrong, inSpec);
        }
        if (schema.has("format")) {
            String wrong = "x".repeat(least);
            String words = " in body must be of type " + schema.get("format").asText() + ": \"" + wrong + "\"";
            text(path, "format", "Invalid value: \"" + wrong + "\": " + path + words, wrong, inSpec);
        }
    }

    private void text(String path, String limit, String message, String value, UnaryOperator<JsonNode> inSpec) {
        add(path, limit, message, inSpec.apply(Samples.JSON.textNode(value)));
    }

    private void integer(String path, JsonNode schema, UnaryOperator<JsonNode> inSpec) {
        wrongType(path, "integer", inSpec);
        if (schema.has("minimum")) {
            long least = schema.get("minimum").asLong();
            String words = " in body should be greater than or equal to " + least;
            number(path, "minimum", words, least - 1, inSpec);
        }
        if (schema.has("maximum")) {
            long most = schema.get("maximum").asLong();
            String words = " in body should be less than or equal to " + most;
            number(path, "maximum", words, most + 1, inSpec);
        }
    }

    private void number(String path, String limit, String words, long value, UnaryOperator<JsonNode> inSpec) {
        add(path, limit, "Invalid value: " + value + ": " + path + words, inSpec.apply(Samples.JSON.numberNode(value)));
    }

    private void wrongType(String path, String type, UnaryOperator<JsonNode> inSpec) {
        boolean text = type.equals("string");
        String found = text ? "boolean" : "string";
        String message = "Invalid value: \"" + found + "\": " + path + " in body must be of type " + type + ": \""
                + found + "\"";
        add(path, "type", message, inSpec.apply(text ? Samples.JSON.booleanNode(true) : Samples.JSON.textNode("text")));
    }

    private void add(String field, String limit, String message, JsonNode brokenSpec) {
        ObjectNode resource = Samples.JSON.objectNode();
        resource.put("apiVersion", "postwerk.io/v1alpha1").put("kind", kind);
        resource.putObject("metadata").put("name", "broken");
        resource.set("spec", brokenSpec);
        found.add(new Limit(kind + " " + field + " " + limit, field, message, resource));
    }
}
