package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.testkit.Generated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code install.yaml} on an API server: what it takes, and what the operator and people may do after it. */
@ExtendWith(SharedControlPlane.class)
class InstalledTest {
    private static final String OPERATOR = "system:serviceaccount:" + Chart.NAMESPACE + ":postwerk";
    private static final String TENANT = "tenant";

    @BeforeAll
    static void install(ControlPlane controlPlane) throws IOException {
        controlPlane.apply(Generated.root().resolve("install.yaml"));
    }

    @Test
    void everyObjectIsTakenAgainWithoutAChange(ControlPlane controlPlane) throws IOException {
        List<String> before = versions(controlPlane);
        controlPlane.apply(Generated.root().resolve("install.yaml"));
        assertThat(versions(controlPlane)).isEqualTo(before);
    }

    /** The namespace enforces the restricted Pod Security Standard. */
    @Test
    void podsAreRestricted(ControlPlane controlPlane) {
        KubernetesClient client = controlPlane.adminClient();
        PodTemplateSpec template = client.apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .withName("postwerk")
                .get()
                .getSpec()
                .getTemplate();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("operator")
                .withNamespace(Chart.NAMESPACE)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        assertThat(client.resource(pod).dryRun(true).create().getMetadata().getUid())
                .isNotEmpty();
        Pod root = new PodBuilder(pod)
                .editSpec()
                .editSecurityContext()
                .withRunAsNonRoot(false)
                .endSecurityContext()
                .endSpec()
                .build();
        assertThatThrownBy(() -> client.resource(root).dryRun(true).create())
                .hasMessageContaining("violates PodSecurity \"restricted");
    }

    @Test
    void notesShowAMailServerThatIsTaken(ControlPlane controlPlane) {
        String notes = Chart.postwerk().notes();
        String manifest = notes.substring(notes.indexOf("<<EOF") + 5, notes.indexOf("\n  EOF"))
                .indent(-2);
        KubernetesClient client = controlPlane.adminClient();
        assertThat(client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                        .inNamespace(controlPlane.createNamespace())
                        .create())
                .singleElement()
                .satisfies(server -> assertThat(server.getKind()).isEqualTo("MailServer"));
    }

    @ParameterizedTest
    @CsvSource({
        // in the whole cluster
        "true,  list,   postwerk.io,       mailusers,          ",
        "true,  watch,  postwerk.io,       mailservers,        ",
        "true,  patch,  postwerk.io,       relays/status,      ",
        "false, update, postwerk.io,       mailservers/finalizers, ",
        "true,  list,   '',                namespaces,         ",
        "true,  create, events.k8s.io,     events,             ",
        "false, list,   '',                secrets,            ",
        "false, list,   '',                configmaps,         ",
        "false, patch,  postwerk.io,       mailservers,        ",
        "false, delete, postwerk.io,       mailusers,          ",
        "false, list,   apps,              statefulsets,       ",
        "false, get,    '',                nodes,              ",
        "false, patch,  apiextensions.k8s.io, customresourcedefinitions, ",
        // where MailServers are
        "true,  create, '',                secrets,            postwerk-system",
        "true,  patch,  apps,              statefulsets,       postwerk-system",
        "false, delete, apps,              statefulsets,       postwerk-system",
        "true,  delete, networking.k8s.io, networkpolicies,    postwerk-system",
        "true,  create, cert-manager.io,   certificates,       postwerk-system",
        "true,  patch,  '',                persistentvolumeclaims, postwerk-system",
        "false, delete, '',                persistentvolumeclaims, postwerk-system",
        "false, create, '',                pods,               postwerk-system",
        "false, create, '',                pods/exec,          postwerk-system",
        "false, create, rbac.authorization.k8s.io, rolebindings, postwerk-system",
        "true,  create, coordination.k8s.io, leases,           postwerk-system",
        "false, update, coordination.k8s.io, leases,           postwerk-system",
        // elsewhere
        "false, update, coordination.k8s.io, leases,           default",
        "false, get,    '',                secrets,            default",
        "false, patch,  apps,              statefulsets,       default",
    })
    void operatorMayDoWhatItNeedsWhereItWasLetIn(
            boolean allowed, String verb, String group, String resource, String namespace, ControlPlane controlPlane) {
        assertThat(may(controlPlane.adminClient(), OPERATOR, verb, group, resource, namespace))
                .isEqualTo(allowed);
    }

    /** The command of the chart's notes. */
    @Test
    void tenantLetsTheOperatorReadSecrets(ControlPlane controlPlane) {
        KubernetesClient client = controlPlane.adminClient();
        String namespace = controlPlane.createNamespace();
        assertThat(may(client, OPERATOR, "get", "", "secrets", namespace)).isFalse();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("postwerk-secret-reader")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "postwerk-secret-reader")
                        .addNewSubject(null, "ServiceAccount", "postwerk", Chart.NAMESPACE)
                        .build())
                .create();
        await().atMost(Duration.ofSeconds(10)).until(() -> may(client, OPERATOR, "watch", "", "secrets", namespace));
        assertThat(may(client, OPERATOR, "patch", "", "secrets", namespace)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "view,  true,  list,   maildomains",
        "view,  false, create, maildomains",
        "view,  false, list,   mailservers",
        "edit,  true,  create, mailusers",
        "edit,  true,  delete, relays",
        "edit,  true,  watch,  maildomains",
        "edit,  false, patch,  mailusers/status",
        "edit,  false, create, mailservers",
        "admin, true,  patch,  mailusers",
        "admin, false, create, mailservers",
    })
    void tenantsHaveMailByTheRolesOfTheCluster(
            String role, boolean allowed, String verb, String resource, ControlPlane controlPlane) throws IOException {
        // It is what joins the rules of aggregated roles.
        controlPlane.startControllerManager();
        KubernetesClient client = controlPlane.adminClient();
        String namespace = controlPlane.createNamespace();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(role)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                        .addNewSubject("rbac.authorization.k8s.io", "User", TENANT, null)
                        .build())
                .create();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> may(client, TENANT, "list", "postwerk.io", "maildomains", namespace));
        assertThat(may(client, TENANT, verb, "postwerk.io", resource, namespace))
                .isEqualTo(allowed);
        assertThat(may(client, TENANT, verb, "postwerk.io", resource, "default"))
                .isFalse();
    }

    private static boolean may(
            KubernetesClient client, String user, String verb, String group, String resource, String namespace) {
        String[] parts = resource.split("/", 2);
        return client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user)
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(parts[0])
                        .withSubresource(parts.length > 1 ? parts[1] : null)
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    private static List<String> versions(ControlPlane controlPlane) throws IOException {
        KubernetesClient client = controlPlane.adminClient();
        return Chart.postwerk().objects().stream()
                .map(object -> object.getKind() + " " + object.getMetadata().getName() + " "
                        + client.resource(object).get().getMetadata().getGeneration() + " "
                        + client.resource(object).get().getMetadata().getUid())
                .toList();
    }
}
