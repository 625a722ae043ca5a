package io.postwerk.controlplane;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code kubectl apply --server-side} does. */
final class Applier {
    static final String FIELD_MANAGER = "postwerk-test";

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withFieldValidation("Strict")
            .withForce(true)
            .build();

    private final KubernetesClient client;

    Applier(KubernetesClient client) {
        this.client = client;
    }

    List<HasMetadata> apply(Path manifests) throws IOException {
        List<HasMetadata> applied = new ArrayList<>();
        for (Path file : files(manifests)) {
            try (InputStream content = Files.newInputStream(file)) {
                for (HasMetadata item : client.load(content).items()) applied.add(apply(item));
            }
        }
        applied.stream()
                .filter(CustomResourceDefinition.class::isInstance)
                .forEach(definition -> awaitEstablished(definition.getMetadata().getName()));
        return applied;
    }

    private HasMetadata apply(HasMetadata item) {
        return client.resource(item).patch(APPLY);
    }

    private void awaitEstablished(String name) {
        await(name + " is established")
                .atMost(Duration.ofSeconds(30))
                .until(() -> client
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(name)
                        .get()
                        .getStatus()
                        .getConditions()
                        .stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True")));
    }

    private static List<Path> files(Path manifests) throws IOException {
        if (!Files.isDirectory(manifests)) return List.of(manifests);
        try (Stream<Path> files = Files.list(manifests)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
