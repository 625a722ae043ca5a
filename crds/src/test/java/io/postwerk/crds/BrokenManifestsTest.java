package io.postwerk.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postwerk.testkit.BrokenManifest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** For every rule of every field of the CRDs there is a manifest that breaks it; what is said to it is tested elsewhere. */
class BrokenManifestsTest {
    @Test
    void everyRuleOfEveryFieldIsBroken() {
        Set<String> rules = new TreeSet<>();
        for (String yaml : CrdYaml.files().values()) {
            JsonNode crd = new ObjectMapper()
                    .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
            String kind = crd.at("/spec/names/kind").asText();
            collect(kind, "", crd.at("/spec/versions/0/schema/openAPIV3Schema"), rules);
        }
        Set<String> broken = new TreeSet<>();
        BrokenManifest.all().forEach(manifest -> broken.add(broken(manifest)));
        assertThat(broken)
                .as("kind, field and words of what the files in " + BrokenManifest.FOLDER + " break")
                .isEqualTo(rules);
    }

    private static String broken(BrokenManifest manifest) {
        try {
            return manifest.kind() + " " + manifest.field().replaceAll("\\[\\d+]", "[]") + ": "
                    + Rules.class.getField(manifest.rule()).get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(manifest + " breaks the rule " + manifest.rule() + ", which there is not", e);
        }
    }

    private static void collect(String kind, String path, JsonNode schema, Set<String> rules) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            // A rule may name a field below the one that it stands at.
            rules.add(kind + " " + (path + rule.path("fieldPath").asText()).replaceFirst("^\\.", "") + ": "
                    + rule.path("message").asText());
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String inner = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            collect(kind, inner, property.getValue(), rules);
        }
        if (schema.has("items")) collect(kind, path + "[]", schema.get("items"), rules);
        if (schema.has("additionalProperties")) collect(kind, path + ".*", schema.get("additionalProperties"), rules);
    }
}
