package io.postwerk.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an API server demands of a schema, and what we demand of ours. */
class CrdSchemaTest {
    record Crd(String name, JsonNode tree) {
        JsonNode schema() {
            return tree.at("/spec/versions/0/schema/openAPIV3Schema");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Crd> crds() {
        return CrdYaml.files().entrySet().stream().map(file -> {
            Object tree = new Load(LoadSettings.builder().build()).loadFromString(file.getValue());
            return new Crd(file.getKey(), new ObjectMapper().valueToTree(tree));
        });
    }

    @ParameterizedTest
    @MethodSource("crds")
    void isAsItsFileSays(Crd crd) {
        assertThat(crd.tree().at("/metadata/name").asText() + ".yaml").isEqualTo(crd.name());
        assertThat(crd.tree().at("/spec/group").asText()).isEqualTo("postwerk.io");
        assertThat(crd.tree().at("/spec/scope").asText()).isEqualTo("Namespaced");
        assertThat(crd.tree().at("/spec/versions")).hasSize(1);
        assertThat(crd.tree().at("/spec/versions/0/name").asText()).isEqualTo("v1alpha1");
        assertThat(crd.tree().at("/spec/versions/0/subresources/status").isObject())
                .isTrue();
        assertThat(crd.schema()
                        .at("/properties/status/properties/conditions/x-kubernetes-list-map-keys/0")
                        .asText())
                .isEqualTo("type");
    }

    /** Tokens for another audience and addresses that nobody has verified are not accepted by default. */
    @Test
    void tokensAreForSomebodyUnlessSaidOtherwise() {
        JsonNode issuer = crds().filter(crd -> crd.name().startsWith("mailservers"))
                .findFirst()
                .orElseThrow()
                .schema()
                .at("/properties/spec/properties/auth/properties/issuers/items");
        assertThat(issuer.at("/required")).extracting(JsonNode::asText).contains("audience");
        assertThat(issuer.at("/properties/requireVerifiedEmail/default").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("crds")
    void isStructuralAndBounded(Crd crd) {
        walk("", crd.schema(), (path, schema) -> {
            if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
                assertThat(schema.has("type")).as(path).isFalse();
                return;
            }
            String type = schema.path("type").asText();
            assertThat(type).as(path).isIn("object", "array", "string", "integer", "boolean");
            assertThat(schema.has("$ref") || schema.has("oneOf") || schema.has("nullable"))
                    .as(path)
                    .isFalse();
            switch (type) {
                case "string" ->
                    assertThat(schema.has("enum") || schema.has("maxLength"))
                            .as(path + " is bounded")
                            .isTrue();
                case "array" -> {
                    assertThat(schema.has("maxItems")).as(path + " is bounded").isTrue();
                    assertThat(schema.path("items").isObject()).as(path).isTrue();
                }
                case "object" ->
                    assertThat(!schema.has("additionalProperties") || schema.has("maxProperties"))
                            .as(path + " is bounded")
                            .isTrue();
                case "integer" -> assertThat(schema.has("minimum")).as(path).isTrue();
                default -> {}
            }
        });
    }

    @ParameterizedTest
    @MethodSource("crds")
    void describesEveryField(Crd crd) {
        walk("", crd.schema(), (path, schema) -> {
            // An API server wants no more of the metadata than the fields that rules name.
            boolean named = path.startsWith(".metadata") || path.endsWith("[]") || path.endsWith("{}");
            if (!named) {
                assertThat(schema.path("description").asText()).as(path).endsWith(".");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("crds")
    void keepsTheElementsOfListsApart(Crd crd) {
        walk("", crd.schema(), (path, schema) -> {
            boolean ofKubernetes = path.contains(".pod.");
            if (ofKubernetes || !schema.path("type").asText().equals("array")) {
                return;
            }
            boolean objects = schema.at("/items/type").asText().equals("object");
            String kind = schema.path("x-kubernetes-list-type").asText();
            if (objects && !path.endsWith(".recipientRestrictions") && !path.endsWith(".matchExpressions")) {
                assertThat(kind).as(path).isEqualTo("map");
            } else if (!objects) {
                assertThat(kind).as(path).isEqualTo("set");
            }
            for (JsonNode key : schema.path("x-kubernetes-list-map-keys")) {
                assertThat(strings(schema.at("/items/required"))).as(path).contains(key.asText());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("crds")
    void hasOnlyPatternsOfBothWorlds(Crd crd) {
        walk("", crd.schema(), (path, schema) -> {
            if (schema.has("pattern")) {
                String pattern = schema.get("pattern").asText();
                Pattern.compile(pattern);
                assertThat(pattern).as(path).startsWith("^").endsWith("$").doesNotContain("(?", "\\\\1", "*+");
            }
        });
    }

    /** An API server runs the rules on the default itself, before it fills in what that lacks. */
    @ParameterizedTest
    @MethodSource("crds")
    void hasWholeDefaultsWhereRulesLookAtThem(Crd crd) {
        walk("", crd.schema(), (path, schema) -> {
            if (schema.has("default") && schema.has("x-kubernetes-validations")) {
                for (Map.Entry<String, JsonNode> property :
                        schema.path("properties").properties()) {
                    assertThat(!property.getValue().has("default")
                                    || schema.get("default").has(property.getKey()))
                            .as(path + " has " + property.getKey() + " in its default")
                            .isTrue();
                }
            }
        });
    }

    @Test
    void everyRuleHasItsMessageAndEveryMessageItsRule() throws IllegalAccessException {
        Set<String> used = new TreeSet<>();
        crds().forEach(crd -> walk("", crd.schema(), (path, schema) -> {
            for (JsonNode rule : schema.path("x-kubernetes-validations")) {
                assertThat(rule.path("message").asText()).as(path).isNotEmpty().doesNotContain("\n");
                used.add(rule.path("message").asText());
            }
        }));
        Set<String> known = new TreeSet<>();
        for (var field : Rules.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                known.add((String) field.get(null));
            }
        }
        assertThat(used).isEqualTo(known);
    }

    @Test
    void showsColumnsThatExist() {
        crds().forEach(crd -> {
            for (JsonNode column : crd.tree().at("/spec/versions/0/additionalPrinterColumns")) {
                String path = column.path("jsonPath").asText();
                if (path.startsWith(".spec.")) {
                    String pointer = path.replace(".", "/properties/");
                    assertThat(crd.schema().at(pointer).isMissingNode())
                            .as(crd + " " + path)
                            .isFalse();
                }
            }
        });
    }

    private static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(path.isEmpty() ? "(root)" : path, schema);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            walk(path + "." + property.getKey(), property.getValue(), visitor);
        }
        if (schema.has("items")) {
            walk(path + "[]", schema.get("items"), visitor);
        }
        if (schema.has("additionalProperties")) {
            walk(path + "{}", schema.get("additionalProperties"), visitor);
        }
    }

    private static List<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
