package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.crds.ApiGroup;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is what an API server takes: first tried on it, with no field that it does not know, then applied. */
@ExtendWith(SharedControlPlane.class)
class ExamplesTest {
    /** What examples use and no API server has by itself; and kustomization files, which never reach one. */
    private static final Set<String> OF_OTHERS = Set.of(
            "argoproj.io",
            "cert-manager.io",
            "helm.toolkit.fluxcd.io",
            "kustomize.config.k8s.io",
            "kustomize.toolkit.fluxcd.io",
            "monitoring.coreos.com",
            "source.toolkit.fluxcd.io");

    private static final PatchContext.Builder APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("example")
            .withFieldValidation("Strict")
            .withForce(true);

    @BeforeAll
    static void install(ControlPlane controlPlane) throws IOException {
        controlPlane.apply(Generated.root().resolve("crds"));
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Generated.root().resolve("examples"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isTaken(Path example, ControlPlane controlPlane) throws IOException {
        KubernetesClient client = controlPlane.adminClient();
        String namespace = controlPlane.createNamespace();
        List<HasMetadata> resources = resources(client, example);
        assertThat(resources)
                .as("resources of Postwerk")
                .anyMatch(resource -> ApiGroup.API_VERSION.equals(resource.getApiVersion()));
        for (HasMetadata resource : resources) {
            if (resource instanceof Namespace) client.resource(resource).patch(APPLY.build());
        }
        resources.removeIf(Namespace.class::isInstance);
        for (HasMetadata resource : resources) {
            if (resource.getMetadata().getNamespace() == null)
                resource.getMetadata().setNamespace(namespace);
        }

        for (HasMetadata resource : resources) {
            client.resource(resource).dryRun(true).patch(APPLY.build());
        }
        for (HasMetadata resource : resources) {
            HasMetadata applied = client.resource(resource).patch(APPLY.build());
            assertThat(applied.getMetadata().getUid()).isNotEmpty();
        }

        // Examples may use the same names.
        for (HasMetadata resource : resources) client.resource(resource).delete();
    }

    private static List<HasMetadata> resources(KubernetesClient client, Path example) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        for (Path file : manifests(example)) {
            try (InputStream content = Files.newInputStream(file)) {
                for (HasMetadata resource : client.load(content).items()) {
                    if (!isOfOthers(resource)) resources.add(resource);
                }
            }
        }
        return resources;
    }

    /** Values of a chart may lie beside them: these have no kind. */
    private static List<Path> manifests(Path example) throws IOException {
        List<Path> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                if (Files.readString(file).lines().anyMatch(line -> line.startsWith("kind: "))) manifests.add(file);
            }
        }
        return manifests;
    }

    private static boolean isOfOthers(HasMetadata resource) {
        return resource instanceof GenericKubernetesResource
                && OF_OTHERS.contains(resource.getApiVersion().replaceFirst("/.*", ""));
    }
}
