package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rights of the operator: few in the whole cluster, more where it was let in. */
class RightsTest {
    private static final Chart EVERYTHING = Chart.postwerk()
            .with("serverNamespaces", List.of("mail", "mail-two"))
            .with("tenantNamespaces", List.of("one", "two"));

    @Test
    void nothingIsGrantedByWildcard() {
        assertThat(rules(EVERYTHING.objects())).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getVerbs()).isNotEmpty().doesNotContain("*");
            assertThat(rule.getApiGroups()).isNotEmpty().doesNotContain("*");
            assertThat(rule.getResources()).isNotEmpty().doesNotContain("*");
            assertThat(rule.getNonResourceURLs()).isEmpty();
        });
    }

    /** No right to give rights, to be somebody else or to run in a container. */
    @Test
    void nothingLeadsToMoreRights() {
        assertThat(rules(EVERYTHING.objects())).allSatisfy(rule -> {
            assertThat(rule.getVerbs()).doesNotContain("escalate", "bind", "impersonate");
            assertThat(rule.getResources()).noneMatch(resource -> resource.startsWith("pods/"));
            assertThat(rule.getApiGroups()).doesNotContain("rbac.authorization.k8s.io", "authentication.k8s.io");
        });
    }

    @Test
    void inTheWholeClusterTheOperatorHasItsOwnKindsNamespacesAndEventsOnly() {
        assertThat(clusterWide(Chart.postwerk())).containsExactly("postwerk-operator");
        assertThat(rules(Stream.of(clusterRole(Chart.postwerk(), "postwerk-operator"))
                        .toList()))
                .allSatisfy(rule -> {
                    if (!rule.getApiGroups().equals(List.of("postwerk.io"))) {
                        assertThat(rule.getResources()).isSubsetOf("namespaces", "events");
                    }
                })
                .noneMatch(rule -> rule.getVerbs().contains("delete")
                        || rule.getVerbs().contains("create")
                                && !rule.getResources().equals(List.of("events")));
    }

    @Test
    void serversAreKeptInTheNamespaceOfTheReleaseUnlessOthersAreNamed() {
        assertThat(bound(Chart.postwerk(), "postwerk-server")).containsExactly(Chart.NAMESPACE);
        assertThat(bound(EVERYTHING, "postwerk-server")).containsExactlyInAnyOrder("mail", "mail-two");
    }

    @Test
    void secretsOfTenantsAreReadWhereNamed() {
        assertThat(bound(Chart.postwerk(), "postwerk-secret-reader")).isEmpty();
        assertThat(bound(EVERYTHING, "postwerk-secret-reader")).containsExactlyInAnyOrder("one", "two");
        assertThat(rules(List.of(clusterRole(EVERYTHING, "postwerk-secret-reader"))))
                .singleElement()
                .satisfies(rule -> assertThat(rule.getVerbs()).containsExactlyInAnyOrder("get", "list", "watch"));
    }

    @Test
    void everySecretIsReadByChoiceOnly() {
        Chart chart = EVERYTHING.with("secrets", Map.of("clusterWide", true));
        assertThat(clusterWide(chart)).containsExactlyInAnyOrder("postwerk-operator", "postwerk-secret-reader");
        assertThat(bound(chart, "postwerk-secret-reader")).isEmpty();
    }

    @Test
    void tenantsHaveEverythingButMailServers() {
        for (String role : List.of("postwerk-edit", "postwerk-view")) {
            assertThat(rules(List.of(clusterRole(EVERYTHING, role))))
                    .allSatisfy(rule -> assertThat(rule.getResources())
                            .noneMatch(resource -> resource.startsWith("mailservers"))
                            .allMatch(resource -> resource.matches("(maildomains|mailusers|relays)(/status)?")));
        }
        assertThat(clusterRole(EVERYTHING, "postwerk-edit").getMetadata().getLabels())
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true")
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true")
                .doesNotContainKey("rbac.authorization.k8s.io/aggregate-to-view");
        assertThat(clusterRole(EVERYTHING, "postwerk-view").getMetadata().getLabels())
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true");
        assertThat(clusterRole(EVERYTHING, "postwerk-platform")
                        .getMetadata()
                        .getLabels()
                        .keySet())
                .noneMatch(label -> label.contains("aggregate"));
        Chart apart = EVERYTHING.with("tenantRoles", Map.of("aggregate", false));
        assertThat(clusterRole(apart, "postwerk-edit").getMetadata().getLabels().keySet())
                .noneMatch(label -> label.contains("aggregate"));
    }

    private static List<PolicyRule> rules(List<? extends HasMetadata> objects) {
        return objects.stream()
                .flatMap(object -> switch (object) {
                    case ClusterRole role -> role.getRules().stream();
                    case Role role -> role.getRules().stream();
                    default -> Stream.empty();
                })
                .toList();
    }

    private static ClusterRole clusterRole(Chart chart, String name) {
        return of(chart, ClusterRole.class)
                .filter(role -> role.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> clusterWide(Chart chart) {
        return of(chart, ClusterRoleBinding.class)
                .map(binding -> binding.getRoleRef().getName())
                .toList();
    }

    private static List<String> bound(Chart chart, String role) {
        return of(chart, RoleBinding.class)
                .filter(binding -> binding.getRoleRef().getName().equals(role))
                .map(binding -> binding.getMetadata().getNamespace())
                .toList();
    }

    private static <T> Stream<T> of(Chart chart, Class<T> type) {
        return chart.objects().stream().filter(type::isInstance).map(type::cast);
    }
}
