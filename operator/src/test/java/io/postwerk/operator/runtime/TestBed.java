package io.postwerk.operator.runtime;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.crds.Conditioned;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import io.postwerk.crds.StatusCondition;
import io.postwerk.operator.planning.PlannerContext;
import io.postwerk.operator.planning.PlanningMetrics;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.StatusFacts;
import io.postwerk.operator.upgrade.Catalogue;
import io.postwerk.testkit.Generated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Operators beside a real API server, and a namespace with what a test puts into it. */
final class TestBed implements AutoCloseable {
    /** Much longer than anything takes, also on a machine that does other things. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .withFieldValidation("Strict")
            .build();

    private static String installed = "";

    private volatile Catalogue catalogue = Catalogue.of(List.of(), "1.0.0");

    private final ControlPlane controlPlane;
    private final KubernetesClient admin;
    private final List<String> namespaces = new ArrayList<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final FakePods pods;
    private final String namespace;

    TestBed(ControlPlane controlPlane) throws IOException {
        this.controlPlane = controlPlane;
        this.admin = controlPlane.adminClient();
        if (!installed.equals(controlPlane.url())) {
            controlPlane.apply(Generated.root().resolve("crds"));
            installed = controlPlane.url();
        }
        this.namespace = newNamespace();
        this.pods = new FakePods(admin);
    }

    String namespace() {
        return namespace;
    }

    /** Makes versions known, besides that of the operator. */
    void catalogue(Catalogue.Version... versions) {
        catalogue = Catalogue.of(List.of(versions), "1.0.0");
    }

    String newNamespace() {
        String name = controlPlane.createNamespace();
        namespaces.add(name);
        return name;
    }

    FakePods pods() {
        return pods;
    }

    KubernetesClient admin() {
        return admin;
    }

    /** An operator with the rights of an administrator, which is running. */
    PostwerkOperator operator() {
        return operator(admin.getConfiguration(), "operator", Optional.empty());
    }

    /** An operator with a client of its own, which is running. */
    PostwerkOperator operator(Config config, String instance, Optional<OperatorSettings.Election> election) {
        return operator(config, instance, election, () -> {});
    }

    /** The same, which says when it is deposed. */
    PostwerkOperator operator(
            Config config, String instance, Optional<OperatorSettings.Election> election, Runnable onDeposed) {
        return operator(client(config), false, instance, election, PlanningMetrics.NONE, onDeposed);
    }

    /** An operator that has the right to read all Secrets of the cluster, and takes it. */
    PostwerkOperator operatorWithAllSecrets(Config config) {
        return operator(client(config), true, "operator", Optional.empty(), PlanningMetrics.NONE, () -> {});
    }

    /** One with the rights of an administrator that is measured. */
    PostwerkOperator operator(PlanningMetrics measures) {
        return operator(client(admin.getConfiguration()), false, "operator", Optional.empty(), measures, () -> {});
    }

    /** One with the rights of an administrator and a client that a test has made, which is closed with it. */
    PostwerkOperator operator(KubernetesClient client) {
        return operator(client, false, "operator", Optional.empty(), PlanningMetrics.NONE, () -> {});
    }

    private static KubernetesClient client(Config config) {
        return ApiClients.create(config, _ -> {});
    }

    private PostwerkOperator operator(
            KubernetesClient client,
            boolean secretsEverywhere,
            String instance,
            Optional<OperatorSettings.Election> election,
            PlanningMetrics measures,
            Runnable onDeposed) {
        OperatorSettings settings = new OperatorSettings(
                new PlannerContext.Settings(
                        namespace,
                        "1.0.0",
                        "registry.example/postwerk",
                        "IfNotPresent",
                        Duration.ofMinutes(10),
                        () -> catalogue,
                        Duration.ofSeconds(2)),
                secretsEverywhere,
                election,
                instance);
        PostwerkOperator operator =
                new PostwerkOperator(client, settings, pods, measures, Clock.systemUTC(), onDeposed);
        closing.addFirst(client);
        closing.addFirst(operator);
        operator.start();
        return operator;
    }

    /** Stops an operator as if it were killed: nothing is finished. */
    void stop(PostwerkOperator operator) {
        closing.remove(operator);
        operator.close();
    }

    /** Stops every operator. */
    void stopAll() {
        closing.stream()
                .filter(PostwerkOperator.class::isInstance)
                .map(PostwerkOperator.class::cast)
                .toList()
                .forEach(this::stop);
    }

    /** Applies manifests, {@code NS} in them being the namespace. */
    void apply(String manifests) {
        apply(namespace, manifests);
    }

    void apply(String into, String manifests) {
        String text = manifests.replace("NS", namespace);
        List<HasMetadata> items = admin.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items();
        items.forEach(item -> admin.resource(item).inNamespace(into).patch(APPLY));
    }

    void user(String name, String domain) {
        apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s-password}
                stringData: {password: "secret of %1$s"}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: %1$s}
                spec:
                  address: %1$s@%2$s
                  credentials: [{name: main, secretRef: {name: %1$s-password, key: password}}]
                """.formatted(name, domain));
    }

    void server(String name) {
        apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: %1$s}
                spec: {hostname: mail.example.org}
                """.formatted(name));
    }

    void domain(String server, String name) {
        apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: %2$s}
                spec: {serverRef: {name: %1$s}, domain: %2$s}
                """.formatted(server, name));
    }

    /** A condition, as in {@code True Accepted}; empty as long as there is none of the resource's present generation. */
    <S extends Conditioned, R extends CustomResource<?, S>> String condition(Class<R> kind, String name, String type) {
        return condition(kind, namespace, name, type);
    }

    <S extends Conditioned, R extends CustomResource<?, S>> String condition(
            Class<R> kind, String in, String name, String type) {
        R resource = admin.resources(kind).inNamespace(in).withName(name).get();
        return Optional.ofNullable(resource)
                .flatMap(r -> Conditions.find(StatusFacts.conditions(r.getStatus()), type))
                .filter(c -> c.observedGeneration() == resource.getMetadata().getGeneration())
                .map(c -> (c.status() == StatusCondition.Status.TRUE ? "True " : "False ") + c.reason())
                .orElse("");
    }

    <S extends Conditioned, R extends CustomResource<?, S>> void awaitCondition(
            Class<R> kind, String name, String type, String wanted) {
        awaitCondition(kind, namespace, name, type, wanted);
    }

    <S extends Conditioned, R extends CustomResource<?, S>> void awaitCondition(
            Class<R> kind, String in, String name, String type, String wanted) {
        await(kind.getSimpleName() + " " + name + " has " + type + " " + wanted)
                .atMost(TIMEOUT)
                .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(condition(kind, in, name, type))
                        .isEqualTo(wanted));
    }

    /** A resource as it is. */
    <R extends HasMetadata> R get(Class<R> kind, String name) {
        return admin.resources(kind).inNamespace(namespace).withName(name).get();
    }

    Optional<ConfigMap> configMap(String name) {
        return Optional.ofNullable(
                admin.configMaps().inNamespace(namespace).withName(name).get());
    }

    /** Waits until the operators ask nothing of the API server any more. */
    void awaitQuiet() {
        await("the operators rest")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    long mark = controlPlane.auditMark();
                    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
                    return requests(mark).isEmpty();
                });
    }

    /** What operators have asked of the API server behind a mark of its audit log, but for watches and leases. */
    List<String> requests(long mark) {
        return controlPlane.auditEvents(mark).stream()
                .filter(event -> event.userAgent().contains("postwerk-operator"))
                .filter(event ->
                        !event.verb().equals("watch") && !event.resource().equals("leases"))
                .map(event -> event.verb() + " " + event.target())
                .sorted()
                .toList();
    }

    /** The users in the bucket files, by their addresses. */
    String users(String server) {
        StringBuilder all = new StringBuilder();
        admin.secrets().inNamespace(namespace).withLabel("postwerk.io/server", server).list().getItems().stream()
                .filter(secret -> secret.getMetadata().getName().startsWith(server + "-users-"))
                .flatMap(secret -> secret.getData().entrySet().stream())
                .filter(entry -> entry.getKey().startsWith("users-"))
                .map(entry -> new String(Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8))
                .forEach(all::append);
        return all.toString();
    }

    /** Number of the configuration that is in force. */
    long sequence(String server) {
        return configMap(server + "-index")
                .map(map -> map.getData().get("smtp-server").replaceAll("(?s).*\"sequence\"\\s*:\\s*(\\d+).*", "$1"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable open : List.copyOf(closing)) open.close();
        pods.close();
        for (String name : namespaces) {
            admin.resources(MailUser.class).inNamespace(name).delete();
            admin.resources(MailDomain.class).inNamespace(name).delete();
            admin.resources(Relay.class).inNamespace(name).delete();
            admin.resources(MailServer.class).inNamespace(name).delete();
        }
    }
}
