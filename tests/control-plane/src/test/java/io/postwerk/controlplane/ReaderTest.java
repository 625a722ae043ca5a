package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reader of manifests and an API server agree on each manifest: both refuse it, or both take it and fill in the
 * same defaults.
 */
@ExtendWith(SharedControlPlane.class)
class ReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeAll
    static void install(ControlPlane controlPlane) throws IOException {
        controlPlane.apply(Generated.root().resolve("crds"));
    }

    static List<Manifest> manifests() throws IOException {
        return Manifest.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void makeTheSameOfAManifest(Manifest manifest, ControlPlane controlPlane) {
        Manifests read = ManifestReader.read(manifest.name(), manifest.text());
        try {
            HasMetadata item =
                    controlPlane.adminClient().resource(manifest.text()).item();
            item.getMetadata().setNamespace("default");
            HasMetadata taken = controlPlane
                    .adminClient()
                    .resource(item)
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .create();

            assertThat(read.problems()).as("what the API server takes").isEmpty();
            CustomResource<?, ?> resource =
                    (CustomResource<?, ?>) read.resources().getFirst().resource();
            assertThat(spec(JSON.convertValue(taken, resource.getClass())))
                    .isNotEmpty()
                    .isEqualTo(spec(resource));
        } catch (KubernetesClientException refusal) {
            if (read.problems().isEmpty()) {
                // A rule: the reader leaves these to the planner.
                assertThat(refusal.getStatus().getDetails().getCauses())
                        .extracting(StatusCause::getMessage)
                        .allMatch(Words::areOfARule);
            }
        }
    }

    private static JsonNode spec(CustomResource<?, ?> resource) {
        return JSON.valueToTree(resource.getSpec());
    }
}
