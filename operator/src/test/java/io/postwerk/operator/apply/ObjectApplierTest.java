package io.postwerk.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.apply.ObjectApplier.ConflictException;
import io.postwerk.operator.cache.Change;
import io.postwerk.operator.cache.ChangeListener;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.ServerIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written, what is not, and what is never written over. */
@ExtendWith(SharedControlPlane.class)
class ObjectApplierTest {
    private static final ChangeListener NOBODY = new ChangeListener() {
        @Override
        public void resourceChanged(Change<? extends HasMetadata> change) {}

        @Override
        public void dependentChanged(ObjectKey server, Change<? extends HasMetadata> change) {}

        @Override
        public void secretsChanged(ObjectKey server, Set<ObjectKey> secrets) {}

        @Override
        public void namespaceChanged(Change<Namespace> change) {}
    };

    private KubernetesClient client;
    private String namespace;
    private DependentObjects.ByNamespace caches;
    private DependentObjects owned;
    private ObjectApplier applier;

    @BeforeEach
    void begin(ControlPlane controlPlane) {
        client = controlPlane.adminClient();
        namespace = controlPlane.createNamespace();
        caches = new DependentObjects.ByNamespace(client, NOBODY);
        owned = caches.in(namespace);
        await().atMost(Duration.ofSeconds(60)).until(owned::isSynced);
        applier = new ObjectApplier(client);
    }

    @AfterEach
    void end() {
        caches.close();
    }

    @Test
    void writesWhatDiffersAndNothingElse() throws ConflictException {
        assertThat(applier.apply(owned, List.of(map("a", "1"), map("b", "1"))).written())
                .isEqualTo(2);
        assertThat(applier.apply(owned, List.of(map("a", "1"), map("b", "1"))).written())
                .isZero();
        assertThat(applier.apply(owned, List.of(map("a", "1"), map("b", "2"))).written())
                .isEqualTo(1);
    }

    @Test
    void takesTheApiServersWayOfWritingForTheSame() throws ConflictException {
        assertThat(applier.apply(owned, List.of(set("1000m"))).written()).isEqualTo(1);
        assertThat(client.apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName("set")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests()
                        .get("cpu"))
                .isEqualTo(new Quantity("1"));
        assertThat(applier.apply(owned, List.of(set("1000m"))).written()).isZero();
    }

    @Test
    void doesNotWriteOverWhatItHasNotSeen() throws ConflictException {
        applier.apply(owned, List.of(map("a", "1")));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> owned.find(ConfigMap.class, "a").isPresent());
        // As a leader whose watch and lease are lost, while its successor writes.
        caches.close();
        client.resource(new ConfigMapBuilder(client.configMaps()
                                .inNamespace(namespace)
                                .withName("a")
                                .get())
                        .addToData("key", "newer")
                        .build())
                .update();

        assertThatThrownBy(() -> applier.apply(owned, List.of(map("a", "older"))))
                .isInstanceOf(ConflictException.class);
        assertThat(client.configMaps()
                        .inNamespace(namespace)
                        .withName("a")
                        .get()
                        .getData())
                .containsEntry("key", "newer");
    }

    @Test
    void goesOnAfterARefusalUnlessASetWouldBeTorn() throws ConflictException {
        HasMetadata refused = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("service")
                .addToLabels(Labels.SERVER, "main")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(99_999)
                .endPort()
                .endSpec()
                .build();
        ObjectApplier.Outcome outcome = applier.apply(owned, List.of(refused, map("a", "1")));
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.failures()).singleElement().asString().contains("Service service is refused");
        assertThat(client.configMaps().inNamespace(namespace).withName("a").get())
                .isNotNull();

        ObjectApplier.Outcome torn = applier.apply(owned, List.of(map("x".repeat(300), "1"), map("index", "1")));
        assertThat(torn.complete()).isFalse();
        assertThat(client.configMaps().inNamespace(namespace).withName("index").get())
                .isNull();
    }

    @Test
    void writesNothingOverWhatIsSomebodyElses() throws ConflictException {
        ConfigMap byHand = new ConfigMapBuilder(map("by-hand", "mine"))
                .editMetadata()
                .withLabels(null)
                .endMetadata()
                .build();
        client.resource(byHand).create();
        ConfigMap anothers = new ConfigMapBuilder(map("anothers", "theirs"))
                .editMetadata()
                .addToLabels(Labels.SERVER, "other")
                .endMetadata()
                .build();
        applier.apply(owned, List.of(anothers));

        for (String name : List.of("by-hand", "anothers")) {
            ObjectApplier.Outcome outcome = applier.apply(owned, List.of(map(name, "ours")));
            assertThat(outcome.complete()).isFalse();
            assertThat(outcome.failures()).singleElement().asString().contains("ConfigMap " + name, "is there already");
        }
        assertThat(data("by-hand")).isEqualTo("mine");
        assertThat(data("anothers")).isEqualTo("theirs");
    }

    @Test
    void putsALabelBackThatSomebodyTook() throws ConflictException {
        applier.apply(owned, List.of(map("a", "1")));
        client.configMaps()
                .inNamespace(namespace)
                .withName("a")
                .edit(map -> new ConfigMapBuilder(map)
                        .editMetadata()
                        .removeFromLabels(Labels.SERVER)
                        .endMetadata()
                        .build());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> owned.find(ConfigMap.class, "a").isEmpty());

        assertThat(applier.apply(owned, List.of(map("a", "2"))).failures()).isEmpty();
        assertThat(data("a")).isEqualTo("2");
    }

    @Test
    void usesNoKeyOfAnotherServer() throws ConflictException, KeyException {
        Secret wanted = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("mail-internal-ca")
                .addToLabels(Labels.SERVER, "mail")
                .endMetadata()
                .build();
        KeyStore store = new KeyStore(client, owned, new ServerIdentity(namespace, "mail", "uid", true), false);
        store.create(wanted);
        KeyStore other =
                new KeyStore(client, owned, new ServerIdentity(namespace, "mail-internal", "uid2", true), false);
        assertThat(store.find(namespace, "mail-internal-ca")).isPresent();
        assertThat(other.find(namespace, "mail-internal-ca")).isEmpty();
        assertThatThrownBy(() -> other.create(wanted))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("another MailServer's");
    }

    private String data(String name) {
        return client.configMaps()
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getData()
                .get("key");
    }

    private ConfigMap map(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels(Labels.SERVER, "main")
                .endMetadata()
                .addToData("key", value)
                .build();
    }

    private StatefulSet set(String cpu) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("set")
                .addToLabels(Labels.SERVER, "main")
                .endMetadata()
                .withNewSpec()
                .withServiceName("set")
                .withNewSelector()
                .addToMatchLabels("a", "b")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("a", "b")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("none.example/none")
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
