package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A release through its life, by Helm, on an API server of its own. Skipped where there is none, as the shared one is. */
@ExtendWith(SharedControlPlane.class)
class ReleaseTest {
    private static final ResourceDefinitionContext MAIL_DOMAINS = new ResourceDefinitionContext.Builder()
            .withGroup("postwerk.io")
            .withVersion("v1alpha1")
            .withPlural("maildomains")
            .withKind("MailDomain")
            .withNamespaced(true)
            .build();

    @Test
    void mailStaysWhenTheReleaseGoes(@TempDir Path folder) throws IOException {
        try (ControlPlane controlPlane = ControlPlane.start()) {
            Path kubeconfig = controlPlane.kubeconfig(folder.resolve("kubeconfig"));
            KubernetesClient client = controlPlane.adminClient();
            String namespace = controlPlane.createNamespace(Map.of("pod-security.kubernetes.io/enforce", "restricted"));

            install(kubeconfig, namespace);
            assertThat(replicas(client, namespace)).isEqualTo(1);
            client.resource(domain()).create();

            new Helm(Chart.folder())
                    .upgrade()
                    .withName("postwerk")
                    .withNamespace(namespace)
                    .set("replicas", 2)
                    .withKubeConfig(kubeconfig)
                    .call();
            assertThat(replicas(client, namespace)).isEqualTo(2);

            Helm.uninstall("postwerk")
                    .withNamespace(namespace)
                    .withKubeConfig(kubeconfig)
                    .call();
            assertThat(client.apps().deployments().inNamespace(namespace).list().getItems())
                    .isEmpty();
            assertThat(client.genericKubernetesResources(MAIL_DOMAINS)
                            .inNamespace("default")
                            .withName("example.org")
                            .get())
                    .isNotNull();

            // The types that stayed are taken over.
            install(kubeconfig, namespace);
            assertThat(replicas(client, namespace)).isEqualTo(1);
        }
    }

    private static void install(Path kubeconfig, String namespace) {
        new Helm(Chart.folder())
                .install()
                .withName("postwerk")
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig)
                .call();
    }

    private static int replicas(KubernetesClient client, String namespace) {
        return client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("postwerk")
                .get()
                .getSpec()
                .getReplicas();
    }

    private static GenericKubernetesResource domain() {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("postwerk.io/v1alpha1")
                .withKind("MailDomain")
                .withNewMetadata()
                .withNamespace("default")
                .withName("example.org")
                .endMetadata()
                .withAdditionalProperties(
                        Map.of("spec", Map.of("domain", "example.org", "serverRef", Map.of("name", "main"))))
                .build();
    }
}
