package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.postwerk.testkit.BrokenManifest;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the CRDs, broken by one manifest each: a real API server refuses it in the CRD's words, as the planner does. */
@ExtendWith(SharedControlPlane.class)
class RulesTest {
    @BeforeAll
    static void install(ControlPlane controlPlane) throws IOException {
        controlPlane.apply(Generated.root().resolve("crds"));
    }

    static List<BrokenManifest> broken() {
        return BrokenManifest.all();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isRefusedInTheWordsOfTheCrd(BrokenManifest broken, ControlPlane controlPlane) {
        String namespace = controlPlane.createNamespace();
        KubernetesClient client = controlPlane.adminClient();
        String words = Words.of(broken.rule());
        broken.before()
                .ifPresent(
                        before -> client.resource(before).inNamespace(namespace).create());

        KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, () -> {
            HasMetadata item = client.resource(broken.text()).item();
            if (broken.before().isEmpty()) {
                client.resource(item).inNamespace(namespace).create();
            } else {
                client.resource(item).inNamespace(namespace).patch();
            }
        });

        assertThat(refusal).as("what the API server says").isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getStatus().getDetails().getCauses()).singleElement().satisfies(cause -> {
            assertThat(cause.getField()).isEqualTo(broken.field());
            assertThat(cause.getMessage()).endsWith(": " + words);
        });
    }
}
