package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What other modules' tests rely on. */
@ExtendWith(SharedControlPlane.class)
class ControlPlaneTest {

    @Test
    void isTheVersionThatWasBuilt(ControlPlane controlPlane) {
        assertThat(controlPlane.adminClient().getKubernetesVersion().getGitVersion())
                .matches("v1\\.\\d+\\.\\d+.*")
                .doesNotStartWith("v0");
    }

    @Test
    void holdsAServiceAccountToItsRights(ControlPlane controlPlane) {
        String namespace = controlPlane.createNamespace();
        serviceAccount(controlPlane, namespace, "nobody");
        KubernetesClient client = controlPlane.clientAs(namespace, "nobody");
        long mark = controlPlane.auditMark();

        assertThatThrownBy(() -> client.configMaps().inNamespace(namespace).list())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403))
                .hasMessageContaining("system:serviceaccount:" + namespace + ":nobody");

        assertThat(controlPlane.auditEvents(mark))
                .filteredOn(event -> event.namespace().equals(namespace))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.verb()).isEqualTo("list");
                    assertThat(event.target()).isEqualTo("configmaps");
                    assertThat(event.user()).isEqualTo("system:serviceaccount:" + namespace + ":nobody");
                    assertThat(event.code()).isEqualTo(403);
                    assertThat(event.writes()).isFalse();
                });
    }

    @Test
    void impersonatesUsersWithGroups(ControlPlane controlPlane) {
        String namespace = controlPlane.createNamespace();
        create(controlPlane, namespace, "seen");
        assertThat(controlPlane
                        .clientAsUser("root", "system:masters")
                        .configMaps()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .extracting(map -> map.getMetadata().getName())
                .contains("seen");
        assertThatThrownBy(() -> controlPlane
                        .clientAsUser("guest")
                        .configMaps()
                        .inNamespace(namespace)
                        .list())
                .hasMessageContaining("User \"guest\" cannot list resource");
    }

    @Test
    void labelsNamespaces(ControlPlane controlPlane) {
        String namespace = controlPlane.createNamespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        assertThat(controlPlane
                        .adminClient()
                        .namespaces()
                        .withName(namespace)
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @Test
    void holdsPodsToTheSecurityStandardOfTheirNamespace(ControlPlane controlPlane) {
        String namespace = controlPlane.createNamespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        serviceAccount(controlPlane, namespace, "web");
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  serviceAccountName: web
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: web
                    image: example.org/web
                    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """;
        KubernetesClient client = controlPlane.adminClient();

        assertThatThrownBy(() -> client.resource(pod.replace("runAsNonRoot: true, ", ""))
                        .inNamespace(namespace)
                        .create())
                .hasMessageContaining("violates PodSecurity \"restricted:latest\": runAsNonRoot != true");
        assertThat(client.resource(pod).inNamespace(namespace).create()).isNotNull();
    }

    @Test
    void appliesFolders(ControlPlane controlPlane, @TempDir Path folder) throws IOException {
        String namespace = controlPlane.createNamespace();
        Files.writeString(folder.resolve("1.yaml"), configMap("one", "v: a") + "---\n" + configMap("two", "v: a"));
        controlPlane.apply(namespace, folder);
        Files.writeString(folder.resolve("1.yaml"), configMap("one", "w: b"));
        controlPlane.apply(namespace, folder);

        List<ConfigMap> maps = controlPlane
                .adminClient()
                .configMaps()
                .inNamespace(namespace)
                .list()
                .getItems();
        assertThat(maps).extracting(map -> map.getMetadata().getName()).contains("one", "two");
        assertThat(maps)
                .filteredOn(map -> map.getMetadata().getName().equals("one"))
                .extracting(ConfigMap::getData)
                .containsExactly(Map.of("w", "b"));
    }

    @Test
    void keepsWhatWasThereAcrossAnOutage(ControlPlane controlPlane) throws Exception {
        String namespace = controlPlane.createNamespace();
        create(controlPlane, namespace, "before");
        try (SharedIndexInformer<ConfigMap> informer =
                controlPlane.adminClient().configMaps().inNamespace(namespace).inform()) {
            await().until(() -> names(informer).contains("before"));

            controlPlane.stopApiServer();
            assertThat(controlPlane.isReady()).isFalse();
            controlPlane.startApiServer();

            create(controlPlane, namespace, "after");
            await().atMost(ControlPlane.TIMEOUT).until(() -> names(informer).containsAll(Set.of("before", "after")));
        }
    }

    private static Set<String> names(SharedIndexInformer<ConfigMap> informer) {
        return informer.getStore().list().stream()
                .map(map -> map.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    @Test
    void runsTheControllers(ControlPlane controlPlane) throws IOException {
        String namespace = controlPlane.createNamespace();
        controlPlane.startControllerManager();
        controlPlane.startScheduler();
        KubernetesClient client = controlPlane.adminClient();
        await("default service account")
                .atMost(ControlPlane.TIMEOUT)
                .until(() -> client.serviceAccounts()
                                .inNamespace(namespace)
                                .withName("default")
                                .get()
                        != null);

        client.load(new ByteArrayInputStream(STATEFUL_SET.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();

        await("the scheduler looked at the pod")
                .atMost(ControlPlane.TIMEOUT)
                .until(() -> client.pods().inNamespace(namespace).list().getItems().stream()
                        .flatMap(pod -> pod.getStatus().getConditions().stream())
                        .anyMatch(condition -> "Unschedulable".equals(condition.getReason())));
        client.namespaces().withName(namespace).delete();
        await("the namespace is gone")
                .atMost(ControlPlane.TIMEOUT)
                .until(() -> client.namespaces().withName(namespace).get() == null
                        && client.resources(StatefulSet.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems()
                                .isEmpty());
    }

    @Test
    void servesKubectl(ControlPlane controlPlane, @TempDir Path folder) throws Exception {
        Path kubectl = Binaries.program("kubectl");
        Path kubeconfig = controlPlane.kubeconfig(folder.resolve("kubeconfig"));
        Process process = new ProcessBuilder(
                        kubectl.toString(), "--kubeconfig", kubeconfig.toString(), "auth", "whoami", "-o", "name")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static void serviceAccount(ControlPlane controlPlane, String namespace, String name) {
        controlPlane
                .adminClient()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static void create(ControlPlane controlPlane, String namespace, String name) {
        controlPlane
                .adminClient()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static String configMap(String name, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {" + data + "}\n";
    }

    private static final String STATEFUL_SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: web}
            spec:
              serviceName: web
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "example.org/web"}]}
            """;
}
