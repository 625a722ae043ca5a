package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Renders each folder {@code golden/NAME/in} and compares all objects with {@code golden/NAME/out}. Of config files only the names
 * stand there (lib/plan has golden files of their content), hashes of them not at all, and of the 64 buckets the first and last.
 */
class GoldenObjectsTest {
    private static final String GOLDEN = "operator/src/test/resources/golden";

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(Generated.root().resolve(GOLDEN))) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsBefore(String name) throws IOException {
        ModelInput input = Models.input(
                Files.readString(Generated.root().resolve(GOLDEN).resolve(name).resolve("in/all.yaml")));
        ModelResult result = ServerObjects.render(input);
        assertThat(result.problems()).isEmpty();

        Map<String, byte[]> out = new TreeMap<>();
        List<String> order = new ArrayList<>();
        for (HasMetadata object : result.objects()) {
            String title = object.getKind() + " " + object.getMetadata().getName();
            order.add(title + keys(object));
            if (!(object instanceof ConfigMap) && !(object instanceof Secret)) {
                out.put(
                        title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".yaml",
                        bytes(Serialization.asYaml(shortened(object))));
            }
        }
        out.put("objects.txt", bytes(String.join("\n", order) + "\n"));
        out.put(
                "claims.txt",
                bytes(String.join(
                        "",
                        result.claims().stream()
                                .map(c -> c.namespace() + "/" + c.name() + " " + c.size() + "\n")
                                .toList())));
        out.put("configmap-main-index.yaml", bytes(indexMetadata(result)));
        Generated.by("operator").checkFolder(GOLDEN + "/" + name + "/out", out);
    }

    private static String indexMetadata(ModelResult result) {
        ConfigMap index = Models.find(result, ConfigMap.class, "main-index");
        return Serialization.asYaml(index.edit().withData(null).build());
    }

    private static String keys(HasMetadata object) {
        return switch (object) {
            case ConfigMap map ->
                ": " + String.join(", ", new TreeSet<>(map.getData().keySet()));
            case Secret secret ->
                ": " + String.join(", ", new TreeSet<>(secret.getData().keySet()));
            default -> "";
        };
    }

    private static HasMetadata shortened(HasMetadata object) {
        if (!(object instanceof StatefulSet set)) {
            return object;
        }
        StatefulSet copy = set.edit()
                .editMetadata()
                .addToAnnotations(Labels.RENDERED, "(spec)")
                .addToAnnotations(Labels.RENDERED_INPUTS, "(hash)")
                .endMetadata()
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(Labels.CONFIG_HASH, "(hash)")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        for (Volume volume : copy.getSpec().getTemplate().getSpec().getVolumes()) {
            ProjectedVolumeSource projected = volume.getProjected();
            if (projected != null) {
                projected.setSources(projected.getSources().stream()
                        .filter(source -> !isInnerBucket(source))
                        .toList());
            }
        }
        return copy;
    }

    private static boolean isInnerBucket(VolumeProjection source) {
        String name = source.getConfigMap() != null
                ? source.getConfigMap().getName()
                : source.getSecret().getName();
        return name.matches("main-(routing|users)-[0-9]{2}") && !name.endsWith("-00") && !name.endsWith("-63");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
