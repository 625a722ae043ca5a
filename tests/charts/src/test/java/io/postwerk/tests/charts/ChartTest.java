package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart as Helm renders it. */
class ChartTest {
    private static final Map<String, Object> ON = Map.of("enabled", true);

    static Stream<Chart> charts() {
        Chart chart = Chart.postwerk();
        return Stream.of(
                chart,
                new Chart("mail", "mail-system", Map.of()),
                chart.with("serverNamespaces", List.of("mail", "mail-two"))
                        .with("tenantNamespaces", List.of("one", "two")),
                chart.with("secrets", Map.of("clusterWide", true)),
                chart.with("metrics", Map.of("serviceMonitor", ON, "podMonitor", ON, "dashboard", ON)),
                chart.with("replicas", 2)
                        .with("image", Map.of("tag", "1.2.3", "pullSecrets", List.of(Map.of("name", "registry"))))
                        .with("env", List.of(Map.of("name", "QUARKUS_LOG_LEVEL", "value", "DEBUG")))
                        .with("nodeSelector", Map.of("kubernetes.io/arch", "arm64"))
                        .with("podLabels", Map.of("team", "mail"))
                        .with("podAnnotations", Map.of("note", "x"))
                        .with("tolerations", List.of(Map.of("operator", "Exists")))
                        .with("priorityClassName", "system-cluster-critical"));
    }

    @Test
    void lintFindsNothing() {
        LintResult result = Chart.lint();
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void everyObjectSaysWhatItIsOf(Chart chart) {
        List<HasMetadata> objects = chart.objects();
        assertThat(objects).hasSizeGreaterThan(10);
        assertThat(objects.stream().filter(object -> !(object instanceof CustomResourceDefinition)))
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .as("%s %s", object.getKind(), object.getMetadata().getName())
                        .containsEntry("app.kubernetes.io/name", "postwerk")
                        .containsEntry("app.kubernetes.io/instance", chart.release())
                        .containsEntry("app.kubernetes.io/component", "operator")
                        .containsEntry("app.kubernetes.io/managed-by", "Helm")
                        .containsKeys("app.kubernetes.io/version", "helm.sh/chart"));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void noTwoObjectsAreTheSame(Chart chart) {
        assertThat(chart.objects().stream()
                        .map(object ->
                                object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                                        + object.getMetadata().getName()))
                .doesNotHaveDuplicates();
    }

    /** What cannot be told from the rendered text: everything in a namespace names it, so that kubectl needs no flag. */
    @ParameterizedTest
    @MethodSource("charts")
    void objectsOfANamespaceNameIt(Chart chart) {
        List<String> clusterWide = List.of("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding");
        assertThat(chart.objects().stream().filter(object -> !clusterWide.contains(object.getKind())))
                .allSatisfy(object -> assertThat(object.getMetadata().getNamespace())
                        .as("%s %s", object.getKind(), object.getMetadata().getName())
                        .isNotBlank());
    }

    @Test
    void operatorIsToldWhereItIsAndWhichImagesToRun() {
        Container container = operator(Chart.postwerk()
                .with(
                        "image",
                        Map.of("registry", "registry.example.org:5000/mail", "tag", "1.2.3", "pullPolicy", "Always")));
        assertThat(container.getImage()).isEqualTo("registry.example.org:5000/mail/operator:1.2.3");
        assertThat(container.getEnv().stream()
                        .filter(variable -> variable.getValue() != null)
                        .map(variable -> variable.getName() + "=" + variable.getValue()))
                .contains(
                        "POSTWERK_IMAGES=registry.example.org:5000/mail",
                        "POSTWERK_VERSION=1.2.3",
                        "POSTWERK_SECRETS_CLUSTER_WIDE=false",
                        "POSTWERK_IMAGE_PULL_POLICY=Always");
        assertThat(container.getEnv()).extracting(EnvVar::getName).contains("POD_NAME", "POD_NAMESPACE");
    }

    @Test
    void theOperatorKnowsTheVersionsOfTheChartAndRunsAsThePlatformWants() {
        Chart chart = Chart.postwerk()
                .with("podSecurity", "Platform")
                .with(
                        "versions",
                        List.of(Map.of(
                                "version", "0.2.0", "images", Map.of("imap-server", "sha256:" + "a".repeat(64)))));
        assertThat(chart.render())
                .contains(
                        "\"version\": \"0.2.0\"",
                        "\"imap-server\": \"sha256:aaaa",
                        "value: /etc/postwerk/versions/versions.json")
                .doesNotContain("runAsUser", "fsGroup");
        String plain = Chart.postwerk().render();
        assertThat(plain).contains("runAsUser: 65532", "fsGroup: 65532");
        String own = plain.replaceAll("(?s).*/operator:([^\\s\"]+).*", "$1");
        assertThat(plain).as("the chart knows its own version").contains("\"version\": \"" + own + "\"");
    }

    @Test
    void monitoringIsThereOnRequestOnly() {
        List<String> kinds = List.of("ServiceMonitor", "PodMonitor");
        assertThat(kinds(Chart.postwerk())).doesNotContainAnyElementsOf(kinds);
        // That of the versions is always there.
        assertThat(kinds(Chart.postwerk())).filteredOn("ConfigMap"::equals).hasSize(1);
        assertThat(kinds(Chart.postwerk()
                        .with("metrics", Map.of("serviceMonitor", ON, "podMonitor", ON, "dashboard", ON))))
                .containsAll(kinds)
                .filteredOn("ConfigMap"::equals)
                .hasSize(2);
    }

    @Test
    void notesSayTheNextCommand() {
        assertThat(Chart.postwerk().with("serverNamespaces", List.of("mail")).notes())
                .contains(
                        "kubectl --namespace postwerk-system rollout status deployment/postwerk",
                        "kubectl apply --namespace mail -f -",
                        "kubectl create rolebinding postwerk-secret-reader --namespace TENANT --clusterrole "
                                + "postwerk-secret-reader --serviceaccount postwerk-system:postwerk");
        assertThat(Chart.postwerk().with("crds", Map.of("install", false)).notes())
                .contains("-f crds/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicas           | 0                                | at '/replicas': minimum: got 0, want 1
            replicas           | "two"                            | at '/replicas': got string, want integer
            replica            | 2                                | additional properties 'replica' not allowed
            serverNamespaces   | "mail"                           | at '/serverNamespaces': got string, want array
            serverNamespaces   | ["Mail"]                         | at '/serverNamespaces/0': 'Mail' does not match pattern
            tenantNamespaces   | ["a", "a"]                       | at '/tenantNamespaces': items at 0 and 1 are equal
            secrets            | {"clusterWide": "yes"}           | at '/secrets/clusterWide': got string, want boolean
            secrets            | {"clusterwide": true}            | at '/secrets': additional properties 'clusterwide' not allowed
            image              | {"registry": "ghcr.io/postwerk/"} | at '/image/registry': 'ghcr.io/postwerk/' does not match pattern
            image              | {"pullPolicy": "Sometimes"}      | at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
            image              | {"tag": "a b"}                   | at '/image/tag': 'a b' does not match pattern
            resources          | {"limits": {"memory": "512MB"}}  | at '/resources/limits/memory'
            env                | [{"value": "x"}]                 | at '/env/0': missing property 'name'
            metrics            | {"serviceMonitor": {"interval": "30"}} | at '/metrics/serviceMonitor/interval': '30' does not match pattern
            """)
    void badValuesAreRefused(String name, String value, String message) {
        Chart chart = Chart.postwerk().with(name, Serialization.unmarshal(value, Object.class));
        assertThatThrownBy(chart::render).hasMessageContaining(message);
    }

    private static Container operator(Chart chart) {
        return chart.objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static List<String> kinds(Chart chart) {
        return chart.objects().stream().map(HasMetadata::getKind).toList();
    }
}
