package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.operator.planning.PurgeFinalizer;
import io.postwerk.plan.removal.RemovalHold;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What must not happen by itself: removals, changes of a paused server, pods that go with mail. */
@ExtendWith(SharedControlPlane.class)
class LifecycleTest {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane controlPlane) throws IOException {
        bed = new TestBed(controlPlane);
        bed.operator();
        bed.server("main");
        bed.domain("main", "example.org");
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void holdsAMassRemovalUntilItIsConfirmed() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "u" + i).toList();
        names.forEach(name -> bed.user(name, "example.org"));
        names.forEach(name -> bed.awaitCondition(MailUser.class, name, "Resolved", "True Resolved"));
        // One by one, each of which may go by itself: the eleventh of twenty makes them too many.
        names.subList(0, 14).forEach(name -> {
            bed.admin()
                    .resources(MailUser.class)
                    .inNamespace(bed.namespace())
                    .withName(name)
                    .withGracePeriod(0)
                    .delete();
        });
        bed.awaitCondition(MailServer.class, "main", "Resolved", "False RemovalHeld");
        assertThat(bed.users("main")).contains("u19@example.org").contains("u13@example.org");

        String message = bed
                .admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("main")
                .get()
                .getStatus()
                .conditions()
                .stream()
                .filter(c -> c.type().equals("Resolved"))
                .findFirst()
                .orElseThrow()
                .message();
        String token = message.replaceAll("(?s).*" + RemovalHold.ANNOTATION + ": \"([0-9a-f]+)\".*", "$1");
        patchServer("{\"metadata\":{\"annotations\":{\"" + RemovalHold.ANNOTATION + "\":\"" + token + "\"}}}");
        bed.awaitCondition(MailServer.class, "main", "Resolved", "True Resolved");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.users("main"))
                        .contains("u19@example.org")
                        .doesNotContain("u13@example.org"));
    }

    @Test
    void aMassRemovalOfOneNamespaceIsHeldAlsoWhenTheOperatorIsRestartedInBetween() throws IOException {
        String tenant = bed.newNamespace();
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: main}
                spec:
                  hostname: mail.example.org
                  attachments: [{name: all, namespaces: {from: All}, domains: ["*"]}]
                """);
        bed.apply(tenant, """
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: tenant}
                spec: {serverRef: {name: main, namespace: NS}, domain: tenant.example}
                """);
        IntStream.range(0, 40).forEach(i -> bed.apply(mailUser("u" + i, "example.org")));
        IntStream.range(0, 16).forEach(i -> bed.apply(tenant, mailUser("t" + i, "tenant.example")));
        bed.awaitCondition(MailUser.class, tenant, "t15", "Accepted", "True Accepted");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.users("main")).contains("t15@tenant.example", "u39@example.org"));
        // A few of all, and seven of sixteen: both may go.
        deleteIn(tenant, 0, 7);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.users("main")).doesNotContain("t6@tenant.example"));

        bed.stopAll();
        bed.operator();
        deleteIn(tenant, 7, 12);
        bed.awaitCondition(MailServer.class, "main", "Resolved", "False RemovalHeld");
        assertThat(bed.users("main")).contains("t11@tenant.example");
        assertThat(bed.get(MailServer.class, "main").getStatus().conditions())
                .anySatisfy(condition -> assertThat(condition.message())
                        .contains("5 of 49 users", "more than half of namespace " + tenant));
    }

    private static String mailUser(String name, String domain) {
        return """
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: %1$s}
                spec: {address: %1$s@%2$s}
                """.formatted(name, domain);
    }

    /** Deletes several at once: a selector makes it one request, and what a plan sees of it is up to it. */
    private void deleteIn(String tenant, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> bed.admin()
                        .resources(MailUser.class)
                        .inNamespace(tenant)
                        .withName("t" + i)
                        .delete());
    }

    @Test
    void leavesAPausedServerAsItIs() {
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        patchServer("{\"spec\":{\"paused\":true}}");
        bed.awaitCondition(MailServer.class, "main", "Ready", "False Paused");
        long sequence = bed.sequence("main");

        bed.user("bob", "example.org");
        bed.awaitCondition(MailUser.class, "bob", "Programmed", "False Paused");
        assertThat(bed.sequence("main")).isEqualTo(sequence);
        assertThat(bed.condition(MailUser.class, "alice", "Ready")).isEqualTo("True Ready");

        patchServer("{\"spec\":{\"paused\":false}}");
        bed.awaitCondition(MailUser.class, "bob", "Ready", "True Ready");
    }

    @Test
    void keepsAUserWhoseMailIsToGoUntilItIsGone() {
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: keeper}
                spec: {address: keeper@example.org}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: goner}
                spec: {address: goner@example.org, deletionPolicy: Delete}
                """);
        bed.awaitCondition(MailUser.class, "keeper", "Accepted", "True Accepted");
        bed.awaitCondition(MailUser.class, "goner", "Accepted", "True Accepted");
        await().atMost(TestBed.TIMEOUT).until(() -> user("goner").orElseThrow().hasFinalizer(PurgeFinalizer.FINALIZER));
        assertThat(user("keeper").orElseThrow().getFinalizers()).isEmpty();

        delete("goner");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.configMap("main-imap-server")
                                .orElseThrow()
                                .getData()
                                .get("removals.json"))
                        .contains("goner@example.org"));
        bed.awaitCondition(MailUser.class, "goner", "Ready", "False Deleting");

        bed.pods().start(bed.namespace(), "main");
        await().atMost(TestBed.TIMEOUT).until(() -> user("goner").isEmpty());
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.configMap("main-imap-server")
                                .orElseThrow()
                                .getData()
                                .get("removals.json"))
                        .doesNotContain("goner@example.org"));
    }

    @Test
    void letsAUserGoWhoIsServedByNobody() {
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: stray}
                spec: {address: stray@nowhere.example, deletionPolicy: Delete}
                """);
        bed.awaitCondition(MailUser.class, "stray", "Accepted", "False DomainNotFound");
        await().atMost(TestBed.TIMEOUT).until(() -> user("stray").orElseThrow().hasFinalizer(PurgeFinalizer.FINALIZER));
        bed.pods().start(bed.namespace(), "main");
        delete("stray");
        await().atMost(TestBed.TIMEOUT).until(() -> user("stray").isEmpty());
    }

    @Test
    void letsAUserGoWhoseServerIsGoneWhileAnotherIsThere() {
        bed.server("other");
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: left}
                spec: {address: left@example.org, deletionPolicy: Delete}
                """);
        bed.awaitCondition(MailUser.class, "left", "Accepted", "True Accepted");
        await().atMost(TestBed.TIMEOUT).until(() -> user("left").orElseThrow().hasFinalizer(PurgeFinalizer.FINALIZER));
        bed.admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("main")
                .delete();
        bed.awaitCondition(MailUser.class, "left", "Accepted", "False DomainNotAccepted");
        delete("left");
        await().atMost(TestBed.TIMEOUT).until(() -> user("left").isEmpty());
    }

    @Test
    void letsGoAtOnceWhatIsToLeaveItsMailAfterAll() {
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: regretted}
                spec: {address: regretted@example.org, deletionPolicy: Delete}
                """);
        awaitFinalizer("regretted");
        bed.awaitCondition(MailUser.class, "regretted", "Accepted", "True Accepted");
        delete("regretted");
        bed.awaitCondition(MailUser.class, "regretted", "Ready", "False Deleting");
        bed.admin()
                .resources(MailUser.class)
                .inNamespace(bed.namespace())
                .withName("regretted")
                .patch(MERGE, "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
        await().atMost(TestBed.TIMEOUT).until(() -> user("regretted").isEmpty());
    }

    @Test
    void oneThatCannotGoKeepsNoOtherFromGoingAndGoesLater() {
        // Two of five are no mass removal.
        List.of("alice", "bob", "carol").forEach(name -> bed.user(name, "example.org"));
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: stuck}
                spec: {address: stuck@example.org, deletionPolicy: Delete}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: free}
                spec: {address: free@example.org, deletionPolicy: Delete}
                """);
        awaitFinalizer("stuck");
        awaitFinalizer("free");
        bed.awaitCondition(MailUser.class, "carol", "Resolved", "True Resolved");
        bed.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: NS}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [postwerk.io], apiVersions: ["*"], operations: [UPDATE], resources: [mailusers]}
                  validations:
                  - {expression: "object.metadata.name != 'stuck'", message: not this one}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: NS}
                spec:
                  policyName: NS
                  validationActions: [Deny]
                  matchResources:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NS}}
                """);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThatThrownBy(() -> bed.admin()
                                .resources(MailUser.class)
                                .inNamespace(bed.namespace())
                                .withName("stuck")
                                .patch(
                                        MERGE,
                                        "{\"metadata\":{\"annotations\":{\"tried\":\"" + System.nanoTime() + "\"}}}"))
                        .hasMessageContaining("not this one"));
        // Their mail is removed by the server that they have: one finalizer that stays is no trouble of the server's.
        bed.pods().start(bed.namespace(), "main");
        delete("stuck");
        delete("free");
        await().atMost(TestBed.TIMEOUT).until(() -> user("free").isEmpty());
        assertThat(user("stuck")).isPresent();
        bed.user("dave", "example.org");
        bed.awaitCondition(MailUser.class, "dave", "Ready", "True Ready");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");

        bed.admin()
                .admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withName(bed.namespace())
                .delete();
        await().atMost(TestBed.TIMEOUT).until(() -> user("stuck").isEmpty());
    }

    private void awaitFinalizer(String name) {
        await().atMost(TestBed.TIMEOUT).until(() -> user(name).orElseThrow().hasFinalizer(PurgeFinalizer.FINALIZER));
    }

    @Test
    void saysThatAChangeCannotBePutIntoForce() {
        bed.awaitCondition(MailServer.class, "main", "Accepted", "True Accepted");
        patchServer("{\"spec\":{\"smtp\":{\"pod\":{\"nodeSelector\":{\"no label\":\"x\"}}}}}");
        bed.awaitCondition(MailServer.class, "main", "Resolved", "False ApplyFailed");
        MailServer server = bed.admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("main")
                .get();
        assertThat(server.getStatus().observedGeneration())
                .isEqualTo(server.getMetadata().getGeneration());
    }

    @Test
    void takesAPodAwayOnlyWhenItsQueueIsEmpty() {
        patchServer("{\"spec\":{\"smtp\":{\"replicas\":2}}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(replicas()).isEqualTo(2));
        bed.pods().start(bed.namespace(), "main");
        bed.pods().startNamed(bed.namespace(), "main", "main-smtp-server-1");
        bed.pods().drained(false);
        patchServer("{\"spec\":{\"smtp\":{\"replicas\":1}}}");
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.configMap("main-smtp-server")
                                .orElseThrow()
                                .getData()
                                .get("routing.json"))
                        .contains("main-smtp-server-1"));
        bed.awaitCondition(MailServer.class, "main", "Programmed", "False Programming");
        assertThat(replicas()).isEqualTo(2);

        bed.pods().drained(true);
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(replicas()).isEqualTo(1));
    }

    private int replicas() {
        return Optional.ofNullable(bed.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace(bed.namespace())
                        .withName("main-smtp-server")
                        .get())
                .map(StatefulSet::getSpec)
                .map(spec -> spec.getReplicas())
                .orElse(0);
    }

    private Optional<MailUser> user(String name) {
        return Optional.ofNullable(bed.admin()
                .resources(MailUser.class)
                .inNamespace(bed.namespace())
                .withName(name)
                .get());
    }

    private void delete(String name) {
        bed.admin()
                .resources(MailUser.class)
                .inNamespace(bed.namespace())
                .withName(name)
                .delete();
    }

    private void patchServer(String patch) {
        bed.admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("main")
                .patch(MERGE, patch);
    }
}
