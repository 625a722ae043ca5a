package io.postwerk.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Checks what must not change in a released CRD, so that every valid resource stays valid and keeps its meaning under
 * a newer CRD of the same version:
 *
 * <ul>
 *   <li>the version is still served, and the names and the scope are the same;
 *   <li>no field is gone, and none has another type, format, list type or list keys;
 *   <li>nothing is required that was not, unless it has a default;
 *   <li>no bound is narrower or new, no value of an enumeration is gone, no enumeration or pattern is new or another;
 *   <li>no default is another, gone, or new where there was none; what it says of new fields does not count.
 * </ul>
 *
 * Fields, values of an enumeration and wider bounds may be added, and a string may become one that can be written as a number. A bound
 * may be as narrow as a rule of the form {@code self == 1} was. Rules in CEL are not looked at: a new one may be about new fields
 * only, which no comparison can tell; and an API server does not run it on what an update leaves as it was.
 */
final class Compatibility {
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER_BOUNDS = List.of("maximum", "maxLength", "maxItems", "maxProperties");
    private static final List<String> SAME =
            List.of("type", "format", "pattern", "x-kubernetes-list-type", "x-kubernetes-list-map-keys");

    private final List<String> breaks = new ArrayList<>();

    private Compatibility() {}

    /** What a CRD breaks of a released one, both as YAML; empty if nothing. */
    static List<String> breaks(String released, String now) {
        Compatibility check = new Compatibility();
        check.crd(tree(released), tree(now));
        return check.breaks;
    }

    private static JsonNode tree(String yaml) {
        return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private void crd(JsonNode before, JsonNode now) {
        for (String pointer : List.of("/spec/group", "/spec/scope", "/spec/names/kind", "/spec/names/plural")) {
            if (!before.at(pointer).equals(now.at(pointer))) breaks.add(pointer + " is another");
        }
        for (JsonNode version : before.at("/spec/versions")) {
            String name = version.path("name").asText();
            StreamSupport.stream(now.at("/spec/versions").spliterator(), false)
                    .filter(v -> v.path("name").asText().equals(name)
                            && v.path("served").asBoolean())
                    .findFirst()
                    .ifPresentOrElse(
                            v -> schema("", version.at("/schema/openAPIV3Schema"), v.at("/schema/openAPIV3Schema")),
                            () -> breaks.add(name + " is no longer served"));
        }
    }

    private void schema(String path, JsonNode before, JsonNode now) {
        for (String key : SAME) {
            boolean wider = key.equals("type") && takesNumbersToo(before, now);
            if (!wider && !before.path(key).equals(now.path(key))) report(path, key, before.path(key), now.path(key));
        }
        JsonNode was = filled(before.path("default"), before, before);
        JsonNode is = filled(now.path("default"), now, before);
        if (!was.equals(is)) report(path, "default", was, is);
        for (String key : LOWER_BOUNDS) {
            boolean ofNumbersOnly = key.equals("minimum") && takesNumbersToo(before, now);
            if (now.has(key)
                    && !ofNumbersOnly
                    && !isOnly(before, now.get(key))
                    && (!before.has(key)
                            || now.get(key).asLong() > before.get(key).asLong()))
                report(path, key, before.path(key), now.path(key));
        }
        for (String key : UPPER_BOUNDS) {
            if (now.has(key)
                    && !isOnly(before, now.get(key))
                    && (!before.has(key)
                            || now.get(key).asLong() < before.get(key).asLong()))
                report(path, key, before.path(key), now.path(key));
        }
        if (now.has("enum") && !(before.has("enum") && texts(now.get("enum")).containsAll(texts(before.get("enum"))))) {
            report(path, "enum", before.path("enum"), now.path("enum"));
        }
        Set<String> required = texts(now.path("required"));
        required.removeAll(texts(before.path("required")));
        required.removeIf(name -> now.at("/properties/" + name).has("default"));
        if (!required.isEmpty()) breaks.add(path + ": " + required + " must be there now");
        members(path, before, now);
    }

    /** Whether what was a string can be a number now as well; bounds of numbers are no bounds of strings. */
    private static boolean takesNumbersToo(JsonNode before, JsonNode now) {
        return before.path("type").asText().equals("string")
                && now.path("x-kubernetes-int-or-string").asBoolean();
    }

    /** Whether a rule has let no other number pass: a bound that says the same refuses nothing new. */
    private static boolean isOnly(JsonNode before, JsonNode number) {
        String rule = "self == " + number.asText();
        return StreamSupport.stream(before.path("x-kubernetes-validations").spliterator(), false)
                .anyMatch(given -> given.path("rule").asText().equals(rule));
    }

    private void members(String path, JsonNode before, JsonNode now) {
        before.path("properties").properties().forEach(property -> {
            String inner = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            JsonNode found = now.path("properties").path(property.getKey());
            if (found.isMissingNode()) {
                breaks.add(inner + ": is gone");
            } else {
                schema(inner, property.getValue(), found);
            }
        });
        if (before.has("items")) schema(path + "[]", before.get("items"), now.path("items"));
        if (before.path("additionalProperties").isObject()) {
            schema(path + ".*", before.get("additionalProperties"), now.path("additionalProperties"));
        }
        if (before.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && !now.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            breaks.add(path + ": fields without a schema are dropped now");
        }
    }

    /** A default with what an API server fills in by a schema, and without fields that an earlier schema does not have. */
    private static JsonNode filled(JsonNode value, JsonNode schema, JsonNode known) {
        if (!value.isObject() || !known.has("properties")) return value;
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        known.path("properties").properties().forEach(property -> {
            JsonNode inner = schema.path("properties").path(property.getKey());
            JsonNode member = value.has(property.getKey()) ? value.get(property.getKey()) : inner.path("default");
            if (!member.isMissingNode()) whole.set(property.getKey(), filled(member, inner, property.getValue()));
        });
        return whole;
    }

    private void report(String path, String what, JsonNode before, JsonNode now) {
        breaks.add(path + ": " + what + " was " + shown(before) + ", is " + shown(now));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "not there" : value.toString();
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
