package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server makes of the objects: schemas, defaults, immutable fields, the restricted Pod Security Standard. */
@ExtendWith(SharedControlPlane.class)
class ModelOnApiServerTest {
    private static final Map<String, String> RESTRICTED = Map.of("pod-security.kubernetes.io/enforce", "restricted");

    private final KubernetesClient client;
    private final String namespace;

    ModelOnApiServerTest(ControlPlane controlPlane) {
        client = controlPlane.adminClient();
        namespace = controlPlane.createNamespace(RESTRICTED);
    }

    @BeforeAll
    static void createPriorityClass(ControlPlane controlPlane) {
        controlPlane
                .adminClient()
                .resource(new PriorityClassBuilder()
                        .withNewMetadata()
                        .withName("high")
                        .endMetadata()
                        .withValue(1000)
                        .build())
                .serverSideApply();
    }

    @ParameterizedTest
    @MethodSource("io.postwerk.operator.model.GoldenObjectsTest#cases")
    void takesEveryObjectAndSeesNoDifferenceTheSecondTime(String name) throws IOException {
        // Only IPv4 on the test's API server.
        ModelResult result = ServerObjects.render(golden(name, Map.of("protocols: IPv6", "protocols: IPv4")));
        List<HasMetadata> first = result.objects().stream().map(this::apply).toList();
        List<HasMetadata> second = result.objects().stream().map(this::apply).toList();
        assertThat(second)
                .extracting(object -> object.getMetadata().getResourceVersion())
                .isEqualTo(first.stream()
                        .map(object -> object.getMetadata().getResourceVersion())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("io.postwerk.operator.model.GoldenObjectsTest#cases")
    void podsAreWithinTheRestrictedStandard(String name) throws IOException {
        ModelResult result = ServerObjects.render(golden(name, Map.of()));
        for (Workload workload : Workload.values()) {
            String object = "main-" + workload.component();
            apply(Models.find(result, io.fabric8.kubernetes.api.model.ServiceAccount.class, object));
            Pod pod = pod(Models.find(result, StatefulSet.class, object));
            assertThat(client.resource(pod).create().getSpec().getInitContainers())
                    .singleElement()
                    .satisfies(sidecar -> assertThat(sidecar.getRestartPolicy()).isEqualTo("Always"));
        }
    }

    @Test
    void theStandardIsEnforced() throws IOException {
        ModelResult result = ServerObjects.render(golden("default", Map.of()));
        apply(Models.find(result, io.fabric8.kubernetes.api.model.ServiceAccount.class, "main-smtp-server"));
        Pod pod = pod(Models.find(result, StatefulSet.class, "main-smtp-server"))
                .edit()
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
        assertThatThrownBy(() -> client.resource(pod).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("restricted");
    }

    @Test
    void aLargerVolumeAndAnotherTemplateAreTakenTogether() throws IOException {
        StatefulSet live = (StatefulSet) apply(
                Models.find(ServerObjects.render(golden("default", Map.of())), StatefulSet.class, "main-imap-server"));
        ModelInput grown = golden(
                "default",
                Map.of("mx.example.org", "mail.example.org, mailbox: {storage: {size: 50Gi}}, deletionPolicy: Delete"));

        StatefulSet refused = Models.find(ServerObjects.render(grown), StatefulSet.class, "main-imap-server");
        assertThatThrownBy(() -> apply(refused)).hasMessageContaining("forbidden");

        StatefulSet taken = Models.find(
                ServerObjects.render(Models.withKept(grown, Map.of(Workload.IMAP_SERVER, KeptStatefulSet.of(live)))),
                StatefulSet.class,
                "main-imap-server");
        assertThat(apply(taken).getMetadata().getGeneration())
                .isEqualTo(live.getMetadata().getGeneration() + 1);
    }

    private ModelInput golden(String name, Map<String, String> replacements) throws IOException {
        String text = Files.readString(Generated.root()
                .resolve("operator/src/test/resources/golden")
                .resolve(name)
                .resolve("in/all.yaml"));
        text = text.replace("namespace: mail", "namespace: " + namespace);
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        return Models.input(text);
    }

    private HasMetadata apply(HasMetadata object) {
        return client.resource(object)
                .fieldValidation(Validation.STRICT)
                .fieldManager("postwerk-operator")
                .forceConflicts()
                .serverSideApply();
    }

    /** The pod that the StatefulSet's controller would create. */
    private static Pod pod(StatefulSet set) {
        String name = set.getMetadata().getName() + "-0";
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(set.getMetadata().getNamespace())
                .withName(name)
                .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                .withAnnotations(set.getSpec().getTemplate().getMetadata().getAnnotations())
                .endMetadata()
                .withNewSpecLike(set.getSpec().getTemplate().getSpec())
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName("data-" + name)
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec()
                .build();
    }
}
