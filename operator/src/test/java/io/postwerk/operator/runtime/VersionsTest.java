package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.StatusCondition;
import io.postwerk.operator.upgrade.Catalogue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another version: which there are, in which order pods get it, and what becomes of one that does not work. */
@ExtendWith(SharedControlPlane.class)
class VersionsTest {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String SMTP = "main-smtp-server";
    private static final String IMAP = "main-imap-server";

    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane controlPlane) throws IOException {
        bed = new TestBed(controlPlane);
        bed.catalogue(
                version("1.0.0", 1, Map.of()),
                version("1.1.0", 1, Map.of("imap-server", DIGEST)),
                version("2.0.0", 2, Map.of()));
        bed.operator();
        bed.server("main");
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void aVersionThatIsNotKnownRollsNothingAndTheRestOfTheConfigurationGoesOn() {
        String before = image(IMAP);
        patchServer("{\"spec\":{\"version\":\"1.O.0\"}}");
        bed.awaitCondition(MailServer.class, "main", "Resolved", "False VersionRefused");
        assertThat(message("Resolved")).contains("there is no version 1.O.0; known are 1.0.0, 1.1.0, 2.0.0");
        assertThat(image(IMAP)).isEqualTo(before).isEqualTo("registry.example/postwerk/imap-server:1.0.0");
        assertThat(image(SMTP)).isEqualTo("registry.example/postwerk/smtp-server:1.0.0");

        bed.domain("main", "example.org");
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        assertThat(status().version()).isEqualTo("1.0.0");
        patchServer("{\"spec\":{\"version\":\"1.0.0\"}}");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
    }

    @Test
    void aServerThatBeginsWithAnUnknownVersionHasNoPods() {
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: wrong}
                spec: {hostname: mail.example.org, version: "9"}
                """);
        bed.awaitCondition(MailServer.class, "wrong", "Ready", "False VersionRefused");
        assertThat(bed.get(StatefulSet.class, "wrong-imap-server")).isNull();
    }

    @Test
    void oneSmtpServerIsFirstThenImapServerThenTheOthers() {
        patchServer("{\"spec\":{\"smtp\":{\"replicas\":3}}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(
                        () -> assertThat(set(SMTP).getSpec().getReplicas()).isEqualTo(3));
        patchServer("{\"spec\":{\"version\":\"1.1.0\"}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(image(SMTP)).endsWith("smtp-server:1.1.0"));
        assertThat(partition()).as("only the last pod").contains(2);
        assertThat(image(IMAP)).endsWith("imap-server:1.0.0");
        // It never gets ready.
        bed.awaitCondition(MailServer.class, "main", "UpgradeStalled", "True PodNotReady");
        assertThat(message("UpgradeStalled")).contains("all other pods stay at 1.0.0", "go back: spec.version 1.0.0");
        assertThat(image(IMAP)).endsWith("imap-server:1.0.0");
        assertThat(status().version()).isEqualTo("1.0.0");

        bed.pods().startVersion(bed.namespace(), "main", "main-smtp-server-2", "smtp-server", "1.1.0");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(image(IMAP)).endsWith("imap-server:1.1.0@" + DIGEST));
        assertThat(partition()).as("the others wait for imap-server").contains(2);
        bed.pods().stopNamed("main-imap-server-0");
        bed.pods().startVersion(bed.namespace(), "main", "main-imap-server-0", "imap-server", "1.1.0");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(partition()).isEmpty());
        bed.awaitCondition(MailServer.class, "main", "UpgradeStalled", "False UpToDate");
        assertThat(status().version()).isEqualTo("1.1.0");

        // The way back, for the formats are the same.
        patchServer("{\"spec\":{\"version\":\"1.0.0\"}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(image(SMTP)).endsWith("smtp-server:1.0.0"));
    }

    @Test
    void anUpgradeThatDoesNotWorkIsTakenBack() {
        patchServer("{\"spec\":{\"version\":\"2.0.0\"}}");
        bed.awaitCondition(MailServer.class, "main", "UpgradeStalled", "True PodNotReady");
        patchServer("{\"spec\":{\"version\":\"1.0.0\"}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(image(SMTP)).endsWith("smtp-server:1.0.0"));
        bed.awaitCondition(MailServer.class, "main", "UpgradeStalled", "False UpToDate");
        assertThat(image(IMAP)).endsWith("imap-server:1.0.0");
    }

    @Test
    void imagesComeFromWhereTheMailServerSaysAndPodsRunAsThePlatformWants() {
        patchServer("""
                {"spec": {"images": {"registry": "mirror.example/mail", "pullSecrets": [{"name": "mirror"}]},
                 "podSecurity": "Platform"}}""");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(image(IMAP)).isEqualTo("mirror.example/mail/imap-server:1.0.0"));
        var pod = set(IMAP).getSpec().getTemplate().getSpec();
        assertThat(pod.getImagePullSecrets())
                .extracting(LocalObjectReference::getName)
                .containsExactly("mirror");
        assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod.getSecurityContext().getRunAsGroup()).isNull();
        assertThat(pod.getSecurityContext().getFsGroup()).isNull();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    }

    private static Catalogue.Version version(String name, int format, Map<String, String> images) {
        return new Catalogue.Version(name, images, Map.of("mailboxes", format), List.of());
    }

    private StatefulSet set(String name) {
        return bed.get(StatefulSet.class, name);
    }

    private String image(String set) {
        return set(set).getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private Optional<Integer> partition() {
        return Optional.ofNullable(set(SMTP).getSpec().getUpdateStrategy().getRollingUpdate())
                .map(update -> update.getPartition())
                .filter(partition -> partition > 0);
    }

    private io.postwerk.crds.MailServerStatus status() {
        return bed.get(MailServer.class, "main").getStatus();
    }

    private String message(String type) {
        return status().conditions().stream()
                .filter(condition -> condition.type().equals(type))
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
