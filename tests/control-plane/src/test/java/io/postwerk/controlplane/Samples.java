package io.postwerk.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The smallest values that a schema of a CRD allows. */
final class Samples {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** One of these fits each pattern and format that the CRDs have. */
    private static final List<String> TEXTS = List.of(
            "a", "a.example", "1", "1h", "2030-01-31T00:00:00Z", "https://a.example", "a:1", "jdbc:mariadb://a", "A");

    private static final List<String> WRONG_TEXTS = List.of("!", "@", "x", " ");

    private Samples() {}

    static JsonNode of(JsonNode schema) {
        return of(schema, 0);
    }

    /** Different values for different numbers, where there are so many. */
    static JsonNode of(JsonNode schema, int number) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) return JSON.numberNode(number);
        if (isFree(schema)) return JSON.objectNode();
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, number);
            case "array" -> array(schema, schema.path("minItems").asInt());
            case "integer", "number" -> JSON.numberNode(schema.path("minimum").asLong() + number);
            case "boolean" -> JSON.booleanNode(true);
            case "string" -> JSON.textNode(text(schema, number));
            case String other -> throw new AssertionError("a schema of type '" + other + "': " + schema);
        };
    }

    /** What may be anything, or is not said to be of one type. */
    static boolean isFree(JsonNode schema) {
        return schema.path("x-kubernetes-int-or-string").asBoolean()
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() && !schema.has("properties");
    }

    static ArrayNode array(JsonNode schema, int size) {
        ArrayNode array = JSON.arrayNode();
        IntStream.range(0, size).forEach(i -> array.add(of(schema.get("items"), i)));
        return array;
    }

    private static ObjectNode object(JsonNode schema, int number) {
        ObjectNode object = JSON.objectNode();
        for (JsonNode name : schema.path("required")) {
            object.set(name.asText(), of(schema.get("properties").get(name.asText()), number));
        }
        return object;
    }

    private static String text(JsonNode schema, int number) {
        JsonNode choices = schema.path("enum");
        if (choices.size() > 0) return choices.get(number % choices.size()).asText();
        int least = schema.path("minLength").asInt();
        return TEXTS.stream()
                .map(text -> number == 0 ? text : text + number)
                .map(text -> text.length() < least && !schema.has("pattern") ? text + "a".repeat(least) : text)
                .filter(text -> text.length() >= least && matches(schema, text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample fits, add one to Samples.TEXTS: " + schema));
    }

    /** A text of the right length that the pattern does not match. */
    static String against(JsonNode schema) {
        return WRONG_TEXTS.stream()
                .map(text -> text.repeat(Math.max(1, schema.path("minLength").asInt())))
                .filter(text -> !matches(schema, text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("all samples fit, add one to Samples.WRONG_TEXTS: " + schema));
    }

    private static boolean matches(JsonNode schema, String text) {
        boolean pattern = !schema.has("pattern")
                || Pattern.compile(schema.get("pattern").asText()).matcher(text).find();
        return pattern && schema.path("format").asText().equals("date-time") == text.contains("T");
    }
}
