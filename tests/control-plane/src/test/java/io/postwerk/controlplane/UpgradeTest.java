package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Resources that were stored under a release's CRDs are unchanged and valid under today's CRDs. This runs the rules
 * too, which a comparison of schemas does not.
 */
class UpgradeTest {
    private static final int LEAST = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> releases() throws IOException {
        try (Stream<Path> folders = Files.list(Generated.root().resolve("crds/src/test/resources/released"))) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void keepsWhatIsStored(Path release) throws IOException {
        try (ControlPlane controlPlane = ControlPlane.start()) {
            KubernetesClient client = controlPlane.adminClient();
            controlPlane.apply(release);
            List<GenericKubernetesResource> stored = new ArrayList<>();
            for (Manifest manifest : Manifest.all()) {
                create(client, controlPlane.createNamespace(), manifest.text()).ifPresent(stored::add);
            }
            assertThat(stored).as("manifests that the release took").hasSizeGreaterThan(LEAST);

            controlPlane.apply(Generated.root().resolve("crds"));

            for (GenericKubernetesResource before : stored) {
                GenericKubernetesResource now = client.resource(before).get();
                assertThat(holds(spec(now), spec(before)))
                        .as("%s\nis still in\n%s", before, now)
                        .isTrue();
                now.getMetadata().setLabels(Map.of("changed", "yes"));
                client.resource(now).update();
                // Created anew, as from a repository: then no rule is skipped for an unchanged field.
                client.resource(now).delete();
                now.getMetadata().setResourceVersion(null);
                client.resource(now).fieldValidation(Validation.STRICT).create();
            }
        }
    }

    /** What the release refuses was made for later ones, or is refused on purpose. */
    private static Optional<GenericKubernetesResource> create(
            KubernetesClient client, String namespace, String manifest) {
        try {
            HasMetadata item = client.resource(manifest).item();
            item.getMetadata().setNamespace(namespace);
            return Optional.of((GenericKubernetesResource)
                    client.resource(item).fieldValidation(Validation.STRICT).create());
        } catch (KubernetesClientException refusal) {
            return Optional.empty();
        }
    }

    private static JsonNode spec(GenericKubernetesResource resource) {
        return JSON.valueToTree(resource.getAdditionalProperties().get("spec"));
    }

    /** New fields may have come by their defaults. */
    private static boolean holds(JsonNode now, JsonNode before) {
        if (before.isObject()) {
            return before.properties().stream().allMatch(p -> holds(now.path(p.getKey()), p.getValue()));
        }
        if (before.isArray()) {
            return now.size() == before.size()
                    && IntStream.range(0, before.size()).allMatch(i -> holds(now.get(i), before.get(i)));
        }
        return now.equals(before);
    }
}
