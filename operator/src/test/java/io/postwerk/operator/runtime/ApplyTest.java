package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.postwerk.controlplane.Binaries;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From applied resources to objects and statuses. */
@ExtendWith(SharedControlPlane.class)
class ApplyTest {
    private ControlPlane controlPlane;
    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane shared) throws IOException {
        controlPlane = shared;
        bed = new TestBed(shared);
        bed.operator();
        bed.server("main");
        bed.domain("main", "example.org");
        bed.user("alice", "example.org");
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void servesAUserOnceEveryReadyPodHasIt() {
        bed.awaitCondition(MailUser.class, "alice", "Ready", "False NoReadyPods");
        assertThat(bed.sequence("main")).isPositive();

        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        bed.awaitCondition(MailDomain.class, "example.org", "Ready", "True Ready");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> {
            MailServerStatus status = bed.admin()
                    .resources(MailServer.class)
                    .inNamespace(bed.namespace())
                    .withName("main")
                    .get()
                    .getStatus();
            assertThat(status.version()).isEqualTo("1.0.0");
            assertThat(status.sequence()).isEqualTo(bed.sequence("main"));
        });
        assertThat(bed.admin()
                        .resources(MailDomain.class)
                        .inNamespace(bed.namespace())
                        .withName("example.org")
                        .get()
                        .getStatus())
                .satisfies(status -> assertThat(status.users()).isEqualTo(1))
                .satisfies(status -> assertThat(status.dnsRecords()).isNotEmpty());
        assertThat(bed.users("main")).contains("alice@example.org").contains("SCRAM-SHA-256");
    }

    @Test
    void waitsAsKubectlDoes() throws Exception {
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata: {name: backup}
                spec:
                  serverRef: {name: main}
                  domains: [example.net]
                  recipients: {policy: Any}
                  nextHop: {host: mx.example.net}
                """);
        bed.awaitCondition(MailUser.class, "alice", "Accepted", "True Accepted");
        bed.pods().start(bed.namespace(), "main");

        Path kubeconfig = controlPlane.kubeconfig(Files.createTempFile("kubeconfig", ""));
        Process kubectl = new ProcessBuilder(
                        Binaries.program("kubectl").toString(),
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "-n",
                        bed.namespace(),
                        "wait",
                        "--for=condition=Ready",
                        "--timeout=60s",
                        "mailserver/main",
                        "maildomain/example.org",
                        "mailuser/alice",
                        "relay/backup")
                .redirectErrorStream(true)
                .start();
        String said = new String(kubectl.getInputStream().readAllBytes());
        assertThat(kubectl.waitFor(70, TimeUnit.SECONDS)).isTrue();
        assertThat(kubectl.exitValue()).as(said).isZero();
        assertThat(bed.condition(Relay.class, "backup", "Ready")).isEqualTo("True Ready");
    }

    @Test
    void writesWhatHasChangedAndNothingElse() {
        bed.pods().start(bed.namespace(), "main");
        bed.user("bob", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        bed.awaitCondition(MailUser.class, "bob", "Ready", "True Ready");
        bed.awaitQuiet();

        long mark = controlPlane.auditMark();
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: bob}
                spec: {address: bob@example.org, disabled: true}
                """);
        bed.awaitCondition(MailUser.class, "bob", "Ready", "True Ready");
        bed.awaitQuiet();

        assertThat(bed.requests(mark))
                .containsExactlyInAnyOrder(
                        "patch secrets",
                        "patch configmaps",
                        "patch pods",
                        "patch pods",
                        "patch mailservers/status",
                        "patch mailusers/status",
                        "patch mailusers/status");
    }

    @Test
    void putsRightWhatWasChangedByHand() {
        bed.awaitCondition(MailUser.class, "alice", "Accepted", "True Accepted");
        ConfigMap before = bed.configMap("main-smtp-server").orElseThrow();
        bed.admin()
                .resource(new ConfigMapBuilder(before)
                        .addToData("server.json", "{}")
                        .build())
                .update();
        bed.admin()
                .configMaps()
                .inNamespace(bed.namespace())
                .withName("main-imap-server")
                .delete();

        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> {
            assertThat(bed.configMap("main-smtp-server").orElseThrow().getData())
                    .isEqualTo(before.getData());
            assertThat(bed.configMap("main-imap-server")).isPresent();
        });
    }

    @Test
    void startsAgainWithoutWritingAnything() {
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        bed.awaitQuiet();
        bed.stopAll();

        long mark = controlPlane.auditMark();
        PostwerkOperator again = bed.operator();
        await().atMost(TestBed.TIMEOUT).until(again::isSynced);
        await().atMost(TestBed.TIMEOUT).until(() -> bed.requests(mark).contains("list pods"));
        bed.awaitQuiet();

        assertThat(bed.requests(mark)).allMatch(request -> request.startsWith("list "));
        assertThat(bed.condition(MailUser.class, "alice", "Ready")).isEqualTo("True Ready");
    }

    @Test
    void tellsOfWhatAPersonMustActOnByOneEvent() {
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: carol}
                spec:
                  address: carol@example.org
                  credentials: [{name: main, secretRef: {name: missing, key: password}}]
                """);
        bed.awaitCondition(MailUser.class, "carol", "Ready", "False SecretNotFound");
        assertThat(bed.users("main")).contains("carol@example.org");

        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(events("carol")).containsExactly("SecretNotFound"));
    }

    private List<String> events(String name) {
        return bed.admin().events().v1().events().inNamespace(bed.namespace()).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .map(event -> event.getReason())
                .toList();
    }
}
