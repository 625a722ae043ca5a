package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CRDs that are newer than the operator let through what it does not know, and older ones what it refuses. */
@ExtendWith(SharedControlPlane.class)
class UnreadableTest {
    private static final String CRD = "maildomains.postwerk.io";

    private static final String SERVER_CRD = "mailservers.postwerk.io";

    private ControlPlane controlPlane;
    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane shared) throws IOException {
        controlPlane = shared;
        bed = new TestBed(shared);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
        controlPlane.apply(Generated.root().resolve("crds/" + CRD + ".yaml"));
        controlPlane.apply(Generated.root().resolve("crds/" + SERVER_CRD + ".yaml"));
    }

    @Test
    void isToldOfAndKeepsNobodyElseFromBeingServed() {
        bed.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(CRD)
                .edit(UnreadableTest::withFutureType);
        bed.server("main");
        await().atMost(TestBed.TIMEOUT).ignoreExceptions().until(() -> {
            bed.apply("""
                    apiVersion: postwerk.io/v1alpha1
                    kind: MailDomain
                    metadata: {name: future}
                    spec: {serverRef: {name: main}, domain: future.example, type: Future}
                    """);
            return true;
        });
        bed.operator();
        bed.domain("main", "example.org");

        bed.awaitCondition(MailDomain.class, "example.org", "Accepted", "True Accepted");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.admin()
                                .genericKubernetesResources("postwerk.io/v1alpha1", "MailDomain")
                                .inNamespace(bed.namespace())
                                .withName("future")
                                .get()
                                .getAdditionalProperties()
                                .toString())
                        .contains("reason=Invalid")
                        .contains("cannot be read by this version"));
        // Mail for it waits.
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(routing()).contains("future.example"));
    }

    @Test
    void theResourcesOfAServerThatKeepsNotTheRulesAreToldSo() {
        bed.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(SERVER_CRD)
                .edit(UnreadableTest::withoutRules);
        await().atMost(TestBed.TIMEOUT).ignoreExceptions().until(() -> {
            bed.server("odd.name");
            return true;
        });
        bed.operator();
        bed.domain("odd.name", "odd.example");
        bed.user("eve", "odd.example");

        bed.awaitCondition(MailServer.class, "odd.name", "Accepted", "False Invalid");
        bed.awaitCondition(MailDomain.class, "odd.example", "Accepted", "False ServerNotPlannable");
        bed.awaitCondition(MailUser.class, "eve", "Ready", "False ServerNotPlannable");
    }

    private String routing() {
        StringBuilder all = new StringBuilder();
        bed.admin().configMaps().inNamespace(bed.namespace()).list().getItems().stream()
                .filter(map -> map.getMetadata().getName().startsWith("main-routing-"))
                .forEach(map -> all.append(map.getData()));
        return all.toString();
    }

    private static CustomResourceDefinition withoutRules(CustomResourceDefinition crd) {
        crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema().setXKubernetesValidations(List.of());
        return crd;
    }

    private static CustomResourceDefinition withFutureType(CustomResourceDefinition crd) {
        crd.getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec")
                .getProperties()
                .get("type")
                .getEnum()
                .add(new com.fasterxml.jackson.databind.node.TextNode("Future"));
        return crd;
    }
}
