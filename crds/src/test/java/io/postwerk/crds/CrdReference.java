package io.postwerk.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The page {@code docs/reference/crds.md}: every field of every kind, from the generated CRDs. */
final class CrdReference {
    /** Fields whose members Kubernetes' own reference of pods explains. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*\\.pod\\.(resources|sidecarResources|tolerations|affinity|topologySpreadConstraints)");

    private final StringBuilder out = new StringBuilder();
    private final List<String> rules = new ArrayList<>();

    private CrdReference() {}

    static String text(Map<String, String> crds) {
        CrdReference page = new CrdReference();
        page.out.append("""
                # Custom resources

                Made from the types in `crds`; do not edit. Group `postwerk.io`, version `v1alpha1`, namespaced.

                A field in bold must be given; `[]` stands for each element of a list. Every kind has `status.conditions`:
                `Accepted` (valid, attached, no conflict), `Programmed` (in use by every ready pod) and `Ready`.
                """);
        List.of("mailservers", "maildomains", "mailusers", "relays")
                .forEach(plural -> page.kind(crds.get(plural + ".postwerk.io.yaml")));
        return page.out.toString();
    }

    private void kind(String yaml) {
        JsonNode crd =
                new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
        out.append("\n## ").append(crd.at("/spec/names/kind").asText()).append("\n\n");
        out.append(schema.path("description").asText()).append("\n\n");
        out.append("| field | type | default | meaning |\n|---|---|---|---|\n");
        rules.clear();
        JsonNode spec = schema.at("/properties/spec");
        rulesOf("", schema);
        rulesOf("spec", spec);
        members("spec", spec);
        if (!rules.isEmpty()) {
            out.append("\nRules:\n\n");
            rules.forEach(rule -> out.append(rule).append('\n'));
        }
    }

    private void members(String path, JsonNode schema) {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            String field = path + "." + property.getKey();
            JsonNode member = property.getValue();
            row(required.contains(property.getKey()) ? "**`" + field + "`**" : "`" + field + "`", member);
            if (OF_KUBERNETES.matcher(field).matches()) {
                return;
            }
            rulesOf(field, member);
            members(field, member);
            if (member.has("items")) {
                rulesOf(field + "[]", member.get("items"));
                members(field + "[]", member.get("items"));
            }
        });
    }

    private void row(String field, JsonNode schema) {
        out.append("| ").append(field).append(" | ").append(type(schema)).append(" | ");
        JsonNode value = schema.path("default");
        boolean shown = !value.isMissingNode() && !value.isContainerNode();
        out.append(shown ? "`" + value.asText() + "`" : "").append(" | ");
        out.append(schema.path("description").asText().replace("|", "\\|")).append(" |\n");
    }

    private void rulesOf(String field, JsonNode schema) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            // A rule may name a field below the one that it stands at.
            String named = (field + rule.path("fieldPath").asText()).replaceFirst("^\\.", "");
            rules.add("- `" + named + "`: " + rule.path("message").asText());
        }
    }

    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false)
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return "string or number" + bounds(schema, "minLength", "maxLength", " characters");
        }
        return switch (schema.path("type").asText()) {
            case "array" -> list(schema);
            case "string" ->
                (schema.path("format").asText().equals("date-time") ? "instant (RFC 3339)" : "string")
                        + bounds(schema, "minLength", "maxLength", " characters");
            case "integer" -> "number" + bounds(schema, "minimum", "maximum", "");
            case "object" ->
                !schema.has("additionalProperties")
                        ? "object"
                        : "map of " + schema.at("/additionalProperties/type").asText() + "s, at most "
                                + schema.path("maxProperties").asLong();
            case String other -> other;
        };
    }

    private static String list(JsonNode schema) {
        JsonNode element = schema.get("items");
        String count = "list of " + schema.path("minItems").asLong(0) + " to "
                + schema.path("maxItems").asLong();
        if (element.path("type").asText().equals("object")) {
            JsonNode key = schema.at("/x-kubernetes-list-map-keys/0");
            return count + " objects" + (key.isMissingNode() ? "" : ", distinct by `" + key.asText() + "`");
        }
        return count + " distinct " + element.path("type").asText() + "s: " + type(element);
    }

    private static String bounds(JsonNode schema, String min, String max, String unit) {
        if (!schema.has(max)) {
            return "";
        }
        return ", " + schema.path(min).asLong(0) + " to " + schema.get(max).asLong() + unit;
    }
}
