package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The CRDs as an API server takes them. */
@ExtendWith(SharedControlPlane.class)
class CrdsTest {
    private static final Path CRDS = Generated.root().resolve("crds");

    @Test
    void areEstablishedAndStructural(ControlPlane controlPlane) throws IOException {
        assertThat(controlPlane.apply(CRDS)).hasSize(4);
        assertThat(controlPlane
                        .adminClient()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .list()
                        .getItems())
                .extracting(CustomResourceDefinition::getMetadata)
                .extracting(metadata -> metadata.getName())
                .containsExactlyInAnyOrder(
                        "mailservers.postwerk.io",
                        "maildomains.postwerk.io",
                        "mailusers.postwerk.io",
                        "relays.postwerk.io");
        assertThat(controlPlane
                        .adminClient()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .list()
                        .getItems())
                .allSatisfy(crd -> assertThat(crd.getStatus().getConditions())
                        .filteredOn(condition -> condition.getStatus().equals("True"))
                        .extracting(CustomResourceDefinitionCondition::getType)
                        .containsExactlyInAnyOrder("NamesAccepted", "Established"));
    }

    @Test
    void areTakenByKubectlWithoutAWarning(ControlPlane controlPlane, @TempDir Path folder) throws Exception {
        Process kubectl = new ProcessBuilder(
                        Binaries.program("kubectl").toString(),
                        "--kubeconfig=" + controlPlane.kubeconfig(folder.resolve("kubeconfig")),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--warnings-as-errors",
                        "--validate=strict",
                        "--filename=" + CRDS)
                .redirectErrorStream(true)
                .start();
        String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor()).as(output).isZero();
        assertThat(output).doesNotContainIgnoringCase("warning");
    }
}
