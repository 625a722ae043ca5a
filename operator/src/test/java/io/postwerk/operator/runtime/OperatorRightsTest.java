package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.postwerk.controlplane.AuditEvent;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import io.postwerk.testkit.Generated;
import io.postwerk.tests.charts.Chart;
import io.postwerk.tests.charts.GrantedRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The chart's rights are those that the operator needs, and no others: it runs as the chart's ServiceAccount through everything that
 * it does, and the API server's audit log has what it asked. On an API server of its own: other tests leave things behind.
 */
@ExtendWith(SharedControlPlane.class)
class OperatorRightsTest {
    private static final String CLAIM = "data-main-imap-server-0";

    @Test
    void chartGivesTheRightsThatAreUsedAndNoOthers() throws Exception {
        try (ControlPlane controlPlane = ControlPlane.start();
                TestBed bed = new TestBed(controlPlane)) {
            String tenant = bed.newNamespace();
            List<HasMetadata> release = install(bed, tenant);
            certManager(bed);
            long mark = controlPlane.auditMark();
            bed.operator(
                    controlPlane.config(controlPlane.token(bed.namespace(), "postwerk")),
                    "operator",
                    Optional.of(new OperatorSettings.Election("postwerk-operator", Duration.ofSeconds(15))));
            everything(bed, tenant);

            List<AuditEvent> asked = controlPlane.auditEvents(mark).stream()
                    .filter(event -> event.user().equals("system:serviceaccount:" + bed.namespace() + ":postwerk"))
                    .toList();
            assertThat(GrantedRights.refused(asked)).isEmpty();
            assertThat(GrantedRights.of(release, bed.namespace(), "postwerk").unused(asked))
                    .as("rights that nothing needed")
                    // The framework wants to have it before it begins, and then patches.
                    .containsExactly(new GrantedRights.Right("update", "coordination.k8s.io", "leases"));
        }
    }

    @Test
    void allSecretsOfTheClusterByChoiceNeedNoRoleBindingOfATenant() throws Exception {
        try (ControlPlane controlPlane = ControlPlane.start();
                TestBed bed = new TestBed(controlPlane)) {
            install(bed, Chart.postwerk().in(bed.namespace()).with("secrets", Map.of("clusterWide", true)));
            long mark = controlPlane.auditMark();
            bed.operatorWithAllSecrets(controlPlane.config(controlPlane.token(bed.namespace(), "postwerk")));
            bed.apply(SERVER.formatted(""));
            String tenant = bed.newNamespace();
            bed.apply(tenant, TENANT);
            bed.awaitCondition(MailUser.class, tenant, "carol", "Accepted", "True Accepted");
            await().atMost(TestBed.TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(bed.users("main")).contains("carol@tenant.example", "SCRAM-SHA-256"));

            // A changed password comes by the same watch.
            String before = bed.users("main");
            bed.apply(tenant, """
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: carol}
                    stringData: {password: another-glass}
                    """);
            await().atMost(TestBed.TIMEOUT)
                    .untilAsserted(() -> assertThat(bed.users("main")).isNotEqualTo(before));

            List<AuditEvent> asked = controlPlane.auditEvents(mark).stream()
                    .filter(event -> event.user().equals("system:serviceaccount:" + bed.namespace() + ":postwerk"))
                    .toList();
            assertThat(GrantedRights.refused(asked)).isEmpty();
            assertThat(asked)
                    .filteredOn(event -> event.resource().equals("secrets")
                            && event.verb().equals("watch")
                            && !event.namespace().equals(bed.namespace()))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.namespace()).isEmpty());
        }
    }

    private static List<HasMetadata> install(TestBed bed, String tenant) {
        return install(bed, Chart.postwerk().in(bed.namespace()).with("tenantNamespaces", List.of(tenant)));
    }

    private static List<HasMetadata> install(TestBed bed, Chart chart) {
        List<HasMetadata> release = chart.objects();
        release.stream()
                .filter(object -> !(object instanceof CustomResourceDefinition))
                .forEach(object -> bed.admin().resource(object).create());
        return release;
    }

    /** From the first resource to the last: each step ends with what the operator has made of it. */
    private static void everything(TestBed bed, String tenant) {
        bed.apply(SERVER.formatted("""
                exposure: [{name: inside}]
                  tls: {certificates: [{name: web, source: CertManager, issuerRef: {name: ca}}]}
                  mailbox: {storage: {size: 1Gi, storageClassName: elastic}}"""));
        bed.domain("main", "example.org");
        bed.user("alice", "example.org");
        bed.apply(tenant, TENANT);
        bed.awaitCondition(MailUser.class, tenant, "carol", "Accepted", "True Accepted");
        bed.awaitCondition(Relay.class, tenant, "school", "Accepted", "True Accepted");
        bed.awaitCondition(MailDomain.class, tenant, "lost", "Accepted", "False ServerNotFound");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.admin()
                                .services()
                                .inNamespace(bed.namespace())
                                .withName("main-inside-smtp")
                                .get())
                        .isNotNull());

        claim(bed);
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        bed.user("bob", "example.org");
        bed.awaitCondition(MailUser.class, "bob", "Ready", "True Ready");

        // Less of everything, and a larger volume.
        bed.admin()
                .resources(MailUser.class)
                .inNamespace(bed.namespace())
                .withName("bob")
                .delete();
        bed.apply(SERVER.formatted("""
                networkPolicy: {enabled: false}
                  mailbox: {storage: {size: 2Gi, storageClassName: elastic}}"""));
        await("what is not wanted any more is gone, and the volume grows")
                .atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> {
                    assertThat(bed.admin()
                                    .network()
                                    .networkPolicies()
                                    .inNamespace(bed.namespace())
                                    .list()
                                    .getItems())
                            .isEmpty();
                    assertThat(bed.admin()
                                    .services()
                                    .inNamespace(bed.namespace())
                                    .withName("main-inside-smtp")
                                    .get())
                            .isNull();
                    assertThat(bed.admin()
                                    .persistentVolumeClaims()
                                    .inNamespace(bed.namespace())
                                    .withName(CLAIM)
                                    .get()
                                    .getSpec()
                                    .getResources()
                                    .getRequests()
                                    .get("storage"))
                            .hasToString("2Gi");
                });
        bed.admin()
                .resources(MailUser.class)
                .inNamespace(tenant)
                .withName("carol")
                .delete();
        await("its mailbox is purged")
                .atMost(TestBed.TIMEOUT)
                .until(() -> bed.admin()
                                .resources(MailUser.class)
                                .inNamespace(tenant)
                                .withName("carol")
                                .get()
                        == null);
        bed.admin()
                .resources(MailDomain.class)
                .inNamespace(tenant)
                .withName("tenant.example")
                .delete();
        await("and its domain")
                .atMost(TestBed.TIMEOUT)
                .until(() -> bed.admin()
                                .resources(MailDomain.class)
                                .inNamespace(tenant)
                                .withName("tenant.example")
                                .get()
                        == null);
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
    }

    /** A claim as the StatefulSet's controller makes it, bound to a volume that can grow. */
    private static void claim(TestBed bed) {
        bed.apply("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: elastic}
                provisioner: example.org/elastic
                allowVolumeExpansion: true
                """);
        PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(bed.namespace())
                .withName(CLAIM)
                .addToLabels(Map.of(
                        "app.kubernetes.io/name", "postwerk",
                        "app.kubernetes.io/instance", "main",
                        "app.kubernetes.io/component", "imap-server",
                        "postwerk.io/server", "main"))
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("elastic")
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
        PersistentVolumeClaim created = bed.admin().resource(claim).create();
        bed.admin()
                .resource(new PersistentVolumeClaimBuilder(created)
                        .withNewStatus()
                        .withPhase("Bound")
                        .addToCapacity("storage", new Quantity("1Gi"))
                        .endStatus()
                        .build())
                .patchStatus();
    }

    /** As much of cert-manager as an API server has: its schema takes the orders that there are tests of. */
    private static void certManager(TestBed bed) throws IOException {
        Path resources = Generated.root().resolve("operator/src/test/resources");
        bed.apply(Files.readString(resources.resolve("cert-manager/certificates.cert-manager.io.yaml")));
        await("the API server has it")
                .atMost(TestBed.TIMEOUT)
                .until(() -> bed.admin().supports("cert-manager.io/v1", "Certificate"));
        HasMetadata order =
                new KubernetesSerialization().unmarshal(Files.readString(resources.resolve("cert-manager-order.yaml")));
        order.getMetadata().setNamespace(bed.namespace());
        order.getMetadata().setName("checked");
        assertThat(bed.admin()
                        .resource(order)
                        .fieldValidation(Validation.STRICT)
                        .create())
                .isNotNull();
    }

    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec:
              hostname: mail.example.org
              attachments: [{name: all, namespaces: {from: All}, domains: ["*"]}]
              %s
            """;

    private static final String TENANT = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: tenant.example}
            spec: {serverRef: {name: main, namespace: NS}, domain: tenant.example, deletionPolicy: Delete}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: lost}
            spec: {serverRef: {name: none}, domain: lost.example}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: carol}
            stringData: {password: looking-glass}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: carol}
            spec:
              address: carol@tenant.example
              credentials: [{name: main, secretRef: {name: carol}}]
              deletionPolicy: Delete
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: Relay
            metadata: {name: school}
            spec:
              serverRef: {name: main, namespace: NS}
              domains: [school.example]
              recipients: {policy: Any}
              nextHop: {host: mx.school.example}
            """;
}
