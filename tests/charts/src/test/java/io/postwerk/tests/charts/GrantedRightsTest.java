package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.controlplane.AuditEvent;
import io.postwerk.tests.charts.GrantedRights.Right;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantedRightsTest {
    private static final GrantedRights RIGHTS = GrantedRights.of(
            Chart.postwerk().with("serverNamespaces", List.of("mail")).objects(), Chart.NAMESPACE, "postwerk");

    @Test
    void allAreUnusedBeforeTheFirstRequest() {
        assertThat(RIGHTS.unused(List.of()))
                .contains(
                        new Right("list", "postwerk.io", "mailusers"),
                        new Right("create", "", "secrets"),
                        new Right("patch", "coordination.k8s.io", "leases"));
    }

    @Test
    void aRightIsUsedByARequestWhereItHolds() {
        Right right = new Right("delete", "", "services");
        assertThat(RIGHTS.unused(List.of(request("delete", "", "services", "", "default", 200))))
                .contains(right);
        assertThat(RIGHTS.unused(List.of(request("delete", "", "services", "", "mail", 200))))
                .doesNotContain(right);
    }

    @Test
    void subresourcesAreRightsOfTheirOwn() {
        List<AuditEvent> requests = List.of(request("patch", "postwerk.io", "mailusers", "status", "tenant", 200));
        assertThat(RIGHTS.unused(requests))
                .contains(new Right("patch", "postwerk.io", "mailusers"))
                .doesNotContain(new Right("patch", "postwerk.io", "mailusers/status"));
    }

    @Test
    void applyingWhatIsNotThereCreates() {
        Right create = new Right("create", "", "configmaps");
        assertThat(RIGHTS.unused(List.of(request("patch", "", "configmaps", "", "mail", 200))))
                .contains(create);
        assertThat(RIGHTS.unused(List.of(request("patch", "", "configmaps", "", "mail", 201))))
                .doesNotContain(create);
    }

    @Test
    void ofNobodyElse() {
        assertThat(GrantedRights.of(Chart.postwerk().objects(), Chart.NAMESPACE, "default")
                        .rights())
                .isEmpty();
    }

    @Test
    void refusalsAreTold() {
        AuditEvent refused = request("list", "", "secrets", "", "", 403);
        assertThat(GrantedRights.refused(List.of(request("list", "", "secrets", "", "mail", 200), refused)))
                .containsExactly(refused);
    }

    private static AuditEvent request(
            String verb, String group, String resource, String subresource, String namespace, int code) {
        return new AuditEvent(
                "ResponseComplete", verb, "operator", group, resource, subresource, namespace, "", code, "", "");
    }
}
