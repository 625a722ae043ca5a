package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.StatusCondition;
import io.postwerk.operator.revision.PodProbe.Storage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Volumes that cannot grow, and volumes that were there before the MailServer. */
@ExtendWith(SharedControlPlane.class)
class VolumesTest {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String SMTP = "data-main-smtp-server-0";
    private static final String IMAP = "data-main-imap-server-0";

    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane controlPlane) throws IOException {
        bed = new TestBed(controlPlane);
        bed.apply("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: NS-rigid}
                provisioner: rigid.example
                ---
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: NS-elastic}
                provisioner: elastic.example
                allowVolumeExpansion: true
                """);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void aGrowthThatTheStorageClassRefusesChangesNothingElseAndCanBeTakenBack() {
        bound(SMTP, "rigid", Map.of("postwerk.io/server", "main"));
        bound(IMAP, "rigid", Map.of("postwerk.io/server", "main"));
        bed.operator();
        bed.server("main");
        bed.domain("main", "example.org");
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "True Resized");
        assertThat(capacity()).contains("10Gi");

        patchServer("{\"spec\":{\"smtp\":{\"storage\":{\"size\":\"20Gi\"}},\"hostname\":\"other.example.org\"}}");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "False ResizeRefused");
        assertThat(message())
                .contains(SMTP + " cannot be resized to 20Gi")
                // The API server's own words.
                .contains("storageclass that provisions the pvc must support resize");
        // The rest of the same change is in force, and changes after it are too.
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        assertThat(bed.configMap("main-smtp-server").orElseThrow().getData().get("server.json"))
                .contains("other.example.org");
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");

        assertThatThrownBy(() -> patchServer("{\"spec\":{\"smtp\":{\"storage\":{\"size\":\"9Gi\"}}}}"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("a volume can only grow")
                .hasMessageContaining("spec.smtp.storage.size");
        patchServer("{\"spec\":{\"smtp\":{\"storage\":{\"size\":\"10Gi\"}}}}");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "True Resized");
    }

    @Test
    void aGrowthThatIsNotDoneYetCanBeMadeSmaller() {
        bound(SMTP, "elastic", Map.of("postwerk.io/server", "main"));
        bed.operator();
        bed.server("main");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "True Resized");
        patchServer("{\"spec\":{\"smtp\":{\"storage\":{\"size\":\"20Gi\"}}}}");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "False Resizing");
        assertThat(message()).contains(SMTP + " grows from 10Gi to 20Gi");
        assertThat(requested(SMTP)).isEqualTo("20Gi");

        // The storage has no room for so much: less is asked for.
        patchServer("{\"spec\":{\"smtp\":{\"storage\":{\"size\":\"15Gi\"}}}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(requested(SMTP)).isEqualTo("15Gi"));
        capacity(SMTP, "15Gi");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "True Resized");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(capacity()).contains("15Gi"));
        assertThatThrownBy(() -> patchServer("{\"spec\":{\"smtp\":{\"storage\":{\"size\":\"14Gi\"}}}}"))
                .hasMessageContaining("a volume can only grow");
    }

    @Test
    void restoredClaimsWithoutLabelsAreFoundByTheirNamesLabelledAndGrow() {
        bound(SMTP, "elastic", Map.of());
        bound(IMAP, "elastic", Map.of());
        bed.operator();
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: main}
                spec: {hostname: mail.example.org, mailbox: {storage: {size: 30Gi}}}
                """);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(requested(IMAP)).isEqualTo("30Gi"));
        assertThat(claim(IMAP).getMetadata().getLabels())
                .containsEntry("postwerk.io/server", "main")
                .containsEntry("app.kubernetes.io/component", "imap-server");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() ->
                        assertThat(claim(SMTP).getMetadata().getLabels()).containsEntry("postwerk.io/server", "main"));
        assertThat(claim(SMTP).getMetadata().getManagedFields()).anySatisfy(entry -> {
            assertThat(entry.getManager()).isEqualTo("postwerk-operator");
            assertThat(entry.getOperation()).isEqualTo("Apply");
        });
        // Once labelled, its changes are seen.
        capacity(IMAP, "30Gi");
        bed.awaitCondition(MailServer.class, "main", "StorageResized", "True Resized");
    }

    @Test
    void aDiskThatIsFullIsAConditionAndAnEventAndLeavesTheServerReady() {
        bed.operator();
        bed.server("main");
        bed.pods().storage("main-imap-server-0", new Storage(1L << 30, 10L << 30, 512L << 20, false));
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        bed.awaitCondition(MailServer.class, "main", "MailboxStorageLow", "False Sufficient");

        bed.pods().storage("main-imap-server-0", new Storage(100L << 20, 10L << 30, 512L << 20, true));
        // A change of the MailServer has the pods looked at before the minute is over.
        patchServer("{\"spec\":{\"hostname\":\"other.example.org\"}}");
        bed.awaitCondition(MailServer.class, "main", "MailboxStorageLow", "True BelowMinFree");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.admin()
                                .events()
                                .v1()
                                .events()
                                .inNamespace(bed.namespace())
                                .list()
                                .getItems())
                        .anySatisfy(event -> {
                            assertThat(event.getReason()).isEqualTo("BelowMinFree");
                            assertThat(event.getNote()).contains("main-imap-server-0: about 100 MiB of 10 GiB");
                        })
                        .noneSatisfy(event -> assertThat(event.getReason()).isEqualTo("Sufficient")));
        // smtp-server is of a version that does not tell.
        assertThat(bed.get(MailServer.class, "main").getStatus().conditions())
                .noneMatch(condition -> condition.type().equals("QueueStorageLow"));
    }

    /** A claim that is bound, as a cluster would have made it. */
    private void bound(String name, String storageClass, Map<String, String> labels) {
        PersistentVolumeClaim claim = bed.admin()
                .persistentVolumeClaims()
                .inNamespace(bed.namespace())
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withStorageClassName(bed.namespace() + "-" + storageClass)
                        .withVolumeName("pv-" + bed.namespace() + "-" + name)
                        .withNewResources()
                        .addToRequests("storage", new Quantity("10Gi"))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
        assertThat(claim.getMetadata().getUid()).isNotEmpty();
        bed.admin()
                .persistentVolumeClaims()
                .inNamespace(bed.namespace())
                .withName(name)
                .editStatus(there -> new PersistentVolumeClaimBuilder(there)
                        .withNewStatus()
                        .withPhase("Bound")
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", new Quantity("10Gi"))
                        .endStatus()
                        .build());
    }

    private void capacity(String name, String size) {
        bed.admin()
                .persistentVolumeClaims()
                .inNamespace(bed.namespace())
                .withName(name)
                .editStatus(there -> new PersistentVolumeClaimBuilder(there)
                        .editStatus()
                        .addToCapacity("storage", new Quantity(size))
                        .endStatus()
                        .build());
    }

    private PersistentVolumeClaim claim(String name) {
        return bed.get(PersistentVolumeClaim.class, name);
    }

    private String requested(String name) {
        return claim(name).getSpec().getResources().getRequests().get("storage").toString();
    }

    private Optional<String> capacity() {
        return bed.get(MailServer.class, "main")
                .getStatus()
                .storage()
                .capacity()
                .smtp();
    }

    private String message() {
        return bed.get(MailServer.class, "main").getStatus().conditions().stream()
                .filter(condition -> condition.type().equals("StorageResized"))
                .findFirst()
                .map(StatusCondition::message)
                .orElse("");
    }

    private void patchServer(String patch) {
        bed.admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("main")
                .patch(MERGE, patch);
    }
}
