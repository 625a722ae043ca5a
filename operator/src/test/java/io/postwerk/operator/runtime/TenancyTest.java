package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tenants in namespaces of their own, and what one of them can do to others: nothing. */
@ExtendWith(SharedControlPlane.class)
class TenancyTest {
    private static final String OPERATOR = "postwerk-operator";

    private ControlPlane controlPlane;
    private TestBed bed;
    private String tenant;

    @BeforeEach
    void begin(ControlPlane shared) throws IOException {
        controlPlane = shared;
        bed = new TestBed(shared);
        tenant = bed.newNamespace();
        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: main}
                spec:
                  hostname: mail.example.org
                  attachments: [{name: all, namespaces: {from: All}, domains: ["*.tenants.example"]}]
                """);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void refusesWhatTheNamespaceMayNotClaimAndSaysWhoHasADomain() {
        bed.operator();
        tenantDomain("own", "a.tenants.example");
        tenantDomain("foreign", "gmail.com");
        bed.awaitCondition(MailDomain.class, tenant, "own", "Accepted", "True Accepted");
        bed.awaitCondition(MailDomain.class, tenant, "foreign", "Accepted", "False NotAttached");

        String other = bed.newNamespace();
        domain(other, "taken", "a.tenants.example");
        bed.awaitCondition(MailDomain.class, other, "taken", "Accepted", "False Conflict");
        assertThat(bed.condition(MailDomain.class, tenant, "own", "Accepted")).isEqualTo("True Accepted");
    }

    @Test
    void tellsTenantsWhenTheirServerComesAndGoes() {
        bed.operator();
        bed.apply(tenant, """
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: early}
                spec: {serverRef: {name: later, namespace: NS}, domain: early.example}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: dave}
                spec: {address: dave@early.example}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: erin}
                spec: {address: erin@nowhere.example}
                """);
        bed.awaitCondition(MailDomain.class, tenant, "early", "Accepted", "False ServerNotFound");
        bed.awaitCondition(MailUser.class, tenant, "dave", "Accepted", "False DomainNotAccepted");
        bed.awaitCondition(MailUser.class, tenant, "erin", "Accepted", "False DomainNotFound");

        bed.apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: later}
                spec:
                  hostname: later.example.org
                  attachments: [{name: all, namespaces: {from: All}, domains: ["*"]}]
                """);
        bed.awaitCondition(MailDomain.class, tenant, "early", "Accepted", "True Accepted");
        bed.awaitCondition(MailUser.class, tenant, "dave", "Accepted", "True Accepted");

        bed.admin()
                .resources(MailServer.class)
                .inNamespace(bed.namespace())
                .withName("later")
                .delete();
        bed.awaitCondition(MailDomain.class, tenant, "early", "Accepted", "False ServerNotFound");
        bed.awaitCondition(MailUser.class, tenant, "dave", "Accepted", "False DomainNotAccepted");
    }

    @Test
    void readsSecretsOnlyWhereTheTenantLetsIt() {
        serviceAccount();
        bed.operator(controlPlane.config(controlPlane.token(bed.namespace(), OPERATOR)), "operator", Optional.empty());
        tenantDomain("own", "a.tenants.example");
        bed.apply(tenant, """
                apiVersion: v1
                kind: Secret
                metadata: {name: frank}
                stringData: {password: first}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: frank}
                spec:
                  address: frank@a.tenants.example
                  credentials: [{name: main, secretRef: {name: frank, key: password}}]
                """);
        bed.awaitCondition(MailUser.class, tenant, "frank", "Resolved", "False SecretForbidden");
        assertThat(bed.users("main")).contains("frank@a.tenants.example").doesNotContain("SCRAM");

        bed.apply(tenant, """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: secrets}
                rules: [{apiGroups: [""], resources: [secrets], verbs: [get, list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: secrets}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}
                subjects: [{kind: ServiceAccount, name: postwerk-operator, namespace: NS}]
                """);
        bed.awaitCondition(MailUser.class, tenant, "frank", "Resolved", "True Resolved");
        assertThat(bed.users("main")).contains("SCRAM");
    }

    @Test
    void takesAChangedPasswordAndOneThatComesLater() {
        bed.operator();
        tenantDomain("own", "a.tenants.example");
        bed.apply(tenant, """
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: grace}
                spec:
                  address: grace@a.tenants.example
                  credentials: [{name: main, secretRef: {name: grace, key: password}}]
                """);
        bed.awaitCondition(MailUser.class, tenant, "grace", "Resolved", "False SecretNotFound");
        password("first");
        bed.awaitCondition(MailUser.class, tenant, "grace", "Resolved", "True Resolved");

        String before = bed.users("main");
        long sequence = bed.sequence("main");
        password("second");
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> {
            assertThat(bed.users("main")).isNotEqualTo(before);
            assertThat(bed.sequence("main")).isGreaterThan(sequence);
        });
    }

    @Test
    void oneServersTroubleIsNoneOfAnothers() {
        bed.operator();
        bed.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: broken-installation-key, labels: {postwerk.io/server: broken}}
                stringData: {key: short}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: broken}
                spec: {hostname: broken.example.org}
                """);
        bed.awaitCondition(MailServer.class, "broken", "Resolved", "False ApplyFailed");

        tenantDomain("own", "a.tenants.example");
        bed.awaitCondition(MailDomain.class, tenant, "own", "Accepted", "True Accepted");
        bed.awaitCondition(MailServer.class, "main", "Accepted", "True Accepted");
    }

    @Test
    void theResourcesOfAServerThatNeverHadAPlanAreToldSo() {
        bed.operator();
        bed.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: odd-installation-key, labels: {postwerk.io/server: odd}}
                stringData: {key: short}
                """);
        bed.server("odd");
        bed.domain("odd", "odd.example");
        bed.user("eve", "odd.example");

        bed.awaitCondition(MailServer.class, "odd", "Resolved", "False ApplyFailed");
        bed.awaitCondition(MailDomain.class, "odd.example", "Accepted", "False ServerNotPlannable");
        bed.awaitCondition(MailUser.class, "eve", "Ready", "False ServerNotPlannable");
        // What is wrong with it is for its owner to read.
        assertThat(bed.admin()
                        .resources(MailUser.class)
                        .inNamespace(bed.namespace())
                        .withName("eve")
                        .get()
                        .getStatus()
                        .conditions()
                        .toString())
                .doesNotContain("installation-key");

        bed.admin()
                .secrets()
                .inNamespace(bed.namespace())
                .withName("odd-installation-key")
                .delete();
        bed.awaitCondition(MailUser.class, "eve", "Accepted", "True Accepted");
        bed.awaitCondition(MailDomain.class, "odd.example", "Accepted", "True Accepted");
    }

    @Test
    void aNamespaceWhoseSecretsCannotBeListedKeepsItsLoginsAndHoldsUpNobody() {
        PostwerkOperator first = bed.operator();
        tenantDomain("own", "a.tenants.example");
        bed.apply(tenant, """
                apiVersion: v1
                kind: Secret
                metadata: {name: heidi}
                stringData: {password: first, hash: "$6$saltsalt$%s"}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: heidi}
                spec:
                  address: heidi@a.tenants.example
                  credentials:
                  - {name: main, secretRef: {name: heidi, key: password}}
                  - {name: old, secretRef: {name: heidi, key: hash}, format: Crypt}
                """.formatted("a".repeat(86)));
        bed.awaitCondition(MailUser.class, tenant, "heidi", "Resolved", "True Resolved");
        List<String> before = verifiers();
        assertThat(before).hasSize(2);
        bed.stop(first);

        AtomicBoolean broken = new AtomicBoolean(true);
        bed.operator(withoutListsOf("/namespaces/" + tenant + "/secrets", broken));
        bed.awaitCondition(MailUser.class, tenant, "heidi", "Resolved", "False SecretUnavailable");
        domain(bed.namespace(), "other", "b.tenants.example");
        bed.user("ivan", "b.tenants.example");
        bed.awaitCondition(MailUser.class, "ivan", "Resolved", "True Resolved");
        assertThat(verifiers()).hasSize(3).containsAll(before);

        broken.set(false);
        bed.awaitCondition(MailUser.class, tenant, "heidi", "Resolved", "True Resolved");
        assertThat(verifiers()).hasSize(3).containsAll(before);
    }

    /** A client whose requests to a path get an error that is no missing right. */
    private KubernetesClient withoutListsOf(String path, AtomicBoolean broken) {
        return new KubernetesClientBuilder()
                .withConfig(bed.admin().getConfiguration())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("broken", new Interceptor() {
                    @Override
                    public void before(BasicBuilder builder, HttpRequest request, Interceptor.RequestTags tags) {
                        if (broken.get() && request.uri().getPath().endsWith(path)) {
                            builder.uri(URI.create(request.uri().toString().replace(path, "/nothing")));
                        }
                    }
                }))
                .build();
    }

    /** What users are checked with. */
    private List<String> verifiers() {
        return Pattern.compile("\"((?:\\{SCRAM|\\$6\\$)[^\"]*)\"")
                .matcher(bed.users("main"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private void serviceAccount() {
        bed.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: postwerk-operator}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: operator}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, name: postwerk-operator, namespace: NS}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: NS}
                rules:
                - {apiGroups: [postwerk.io], resources: ["*"], verbs: ["*"]}
                - {apiGroups: [""], resources: [namespaces], verbs: [list, watch]}
                - {apiGroups: [events.k8s.io], resources: [events], verbs: [create]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: NS}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NS}
                subjects: [{kind: ServiceAccount, name: postwerk-operator, namespace: NS}]
                """);
    }

    private void password(String text) {
        bed.apply(tenant, """
                apiVersion: v1
                kind: Secret
                metadata: {name: grace}
                stringData: {password: %s}
                """.formatted(text));
    }

    private void tenantDomain(String name, String domain) {
        domain(tenant, name, domain);
    }

    private void domain(String namespace, String name, String domain) {
        bed.apply(namespace, """
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: %s}
                spec: {serverRef: {name: main, namespace: NS}, domain: %s}
                """.formatted(name, domain));
    }
}
