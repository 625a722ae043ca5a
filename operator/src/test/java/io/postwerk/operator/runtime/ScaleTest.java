package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tools that know nothing of Postwerk find: the scale subresource, and which generation a status is about. */
@ExtendWith(SharedControlPlane.class)
class ScaleTest {
    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane controlPlane) throws IOException {
        bed = new TestBed(controlPlane);
        bed.operator();
        bed.server("main");
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void smtpServersAreScaledWithoutKnowingTheKindAndGoWhenTheyAreDrained() {
        bed.pods().start(bed.namespace(), "main");
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> assertThat(scale()).isEqualTo(new Scale(1, 1)));
        // As kubectl scale and a HorizontalPodAutoscaler do it.
        server().scale(2);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(
                        () -> assertThat(statefulSet().getSpec().getReplicas()).isEqualTo(2));
        bed.pods().startNamed(bed.namespace(), "main", "main-smtp-server-1");
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> assertThat(scale()).isEqualTo(new Scale(2, 2)));

        bed.pods().drained(false);
        server().scale(1);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.configMap("main-smtp-server")
                                .orElseThrow()
                                .getData()
                                .get("routing.json"))
                        .contains("main-smtp-server-1"));
        assertThat(scale()).as("counted until it is drained").isEqualTo(new Scale(1, 2));
        assertThat(statefulSet().getSpec().getReplicas()).isEqualTo(2);
        bed.pods().drained(true);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(
                        () -> assertThat(statefulSet().getSpec().getReplicas()).isEqualTo(1));
        bed.pods().stopNamed("main-smtp-server-1");
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> assertThat(scale()).isEqualTo(new Scale(1, 1)));
    }

    @Test
    void theSelectorOfTheScaleFindsThePods() {
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        assertThat(statefulSet().getSpec().getSelector().getMatchLabels()).hasSize(3);
        statefulSet()
                .getSpec()
                .getSelector()
                .getMatchLabels()
                .forEach((key, value) ->
                        assertThat(server().scale().getStatus().getSelector()).contains(key + "=" + value));
    }

    @Test
    void everyKindSaysWhichGenerationItsStatusIsAbout() {
        bed.domain("main", "example.org");
        bed.user("alice", "example.org");
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata: {name: partner}
                spec:
                  serverRef: {name: main}
                  domains: [partner.example]
                  recipients: {policy: Any}
                  nextHop: {host: mx.partner.example}
                """);
        bed.awaitCondition(Relay.class, "partner", "Accepted", "True Accepted");
        bed.awaitCondition(MailUser.class, "alice", "Accepted", "True Accepted");
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> {
            assertThat(bed.get(MailServer.class, "main").getStatus().observedGeneration())
                    .isEqualTo(1);
            assertThat(bed.get(MailDomain.class, "example.org").getStatus().observedGeneration())
                    .isEqualTo(1);
            assertThat(bed.get(MailUser.class, "alice").getStatus().observedGeneration())
                    .isEqualTo(1);
            assertThat(bed.get(Relay.class, "partner").getStatus().observedGeneration())
                    .isEqualTo(1);
        });
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: alice}
                spec: {address: alice@example.org, disabled: true, quota: {storage: 5368709120}}
                """);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(
                                bed.get(MailUser.class, "alice").getStatus().observedGeneration())
                        .isEqualTo(2));
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.users("main")).contains("5368709120"));
    }

    /** Wanted and present pods, as the scale subresource has them. */
    private record Scale(int wanted, int present) {}

    private Scale scale() {
        var scale = server().scale();
        return new Scale(scale.getSpec().getReplicas(), scale.getStatus().getReplicas());
    }

    private Resource<MailServer> server() {
        return bed.admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("main");
    }

    private StatefulSet statefulSet() {
        return bed.admin()
                .apps()
                .statefulSets()
                .inNamespace(bed.namespace())
                .withName("main-smtp-server")
                .get();
    }
}
