package io.postwerk.bench.operatorscale;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.postwerk.controlplane.AuditEvent;
import io.postwerk.controlplane.ControlPlane;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.StatusCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Puts many users on an API server and measures what the operator makes of them. */
public final class OperatorScale {
    private static final int WRITERS = 8;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final int users;
    private final int domains;
    private final int namespaces;
    private final Path root = Path.of(System.getProperty("postwerk.root", "."));
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> resolved = ConcurrentHashMap.newKeySet();

    private OperatorScale(int users, int domains, int namespaces) {
        this.users = users;
        this.domains = domains;
        this.namespaces = namespaces;
    }

    /** Arguments: number of users, domains and namespaces. */
    public static void main(String[] arguments) throws Exception {
        new OperatorScale(number(arguments, 0, 10_000), number(arguments, 1, 200), number(arguments, 2, 50)).run();
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private void run() throws Exception {
        say("%,d users, %d domains, %d namespaces", users, domains, namespaces);
        try (ControlPlane controlPlane = ControlPlane.start()) {
            controlPlane.apply(root.resolve("crds"));
            KubernetesClient admin = controlPlane.adminClient();
            prepare(admin);
            Path kubeconfig = controlPlane.kubeconfig(controlPlane.folder().resolve("operator.kubeconfig"));
            Path log = Path.of("/tmp/postwerk-operator-scale.log");
            try (SharedIndexInformer<MailUser> informer = watch(admin)) {
                try (OperatorProcess operator = OperatorProcess.start(root, kubeconfig, log)) {
                    await(operator::isReady);
                    say("operator, idle: %s", operator.memory());
                    bulk(controlPlane, admin, operator);
                    change(controlPlane, admin, operator);
                }
                restart(controlPlane, kubeconfig, log);
            }
        }
    }

    private void prepare(KubernetesClient admin) throws Exception {
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < namespaces; i++) {
            String name = namespace(i);
            work.add(() -> admin.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create());
        }
        inParallel(work);
        load(admin, """
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: main, namespace: %s}
                spec:
                  hostname: mail.example.org
                  attachments: [{name: all, namespaces: {from: All}, domains: ["*"]}]
                """.formatted(namespace(0)));
    }

    private void bulk(ControlPlane controlPlane, KubernetesClient admin, OperatorProcess operator) throws Exception {
        long mark = controlPlane.auditMark();
        long start = System.nanoTime();
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < domains; i++) {
            String manifest = """
                    apiVersion: postwerk.io/v1alpha1
                    kind: MailDomain
                    metadata: {name: d%1$d, namespace: %2$s}
                    spec: {serverRef: {name: main, namespace: %3$s}, domain: d%1$d.example}
                    """.formatted(i, namespace(i % namespaces), namespace(0));
            work.add(() -> load(admin, manifest));
        }
        for (int i = 0; i < users; i++) {
            int number = i;
            work.add(() -> user(admin, number));
        }
        inParallel(work);
        say("applied after %.1f s; processor time: %s", seconds(start), operator.processors());
        await(() -> accepted.size() >= users);
        double all = seconds(start);
        await(() -> rendered(admin));
        say("all Accepted after %.1f s, all rendered after %.1f s", all, seconds(start));
        say("operator: %s; processor time: %s", operator.memory(), operator.processors());
        await(() -> resolved.size() >= users);
        say("all verifiers after %.1f s", seconds(start));
        say("operator: %s; processor time: %s", operator.memory(), operator.processors());
        say("metrics: %s", operator.metrics("postwerk_operator_"));
        say("requests of the operator: %s", requests(controlPlane.auditEvents(mark)));
        settle(operator);
    }

    private void change(ControlPlane controlPlane, KubernetesClient admin, OperatorProcess operator) throws Exception {
        for (int round = 0; round < 3; round++) {
            settle(operator);
            long mark = controlPlane.auditMark();
            long before = sequence(admin);
            long start = System.nanoTime();
            admin.resources(MailUser.class)
                    .inNamespace(namespace(3 % namespaces))
                    .withName("u3")
                    .patch(MERGE, "{\"spec\":{\"disabled\":" + (round % 2 == 0) + "}}");
            await(() -> sequence(admin) > before);
            double took = seconds(start);
            settle(operator);
            say(
                    "one user changed: in force after %.2f s; requests of the operator: %s",
                    took, requests(controlPlane.auditEvents(mark)));
        }
    }

    private void restart(ControlPlane controlPlane, Path kubeconfig, Path log) throws Exception {
        long mark = controlPlane.auditMark();
        long start = System.nanoTime();
        try (OperatorProcess operator = OperatorProcess.start(root, kubeconfig, log)) {
            await(operator::isReady);
            say("operator started again: ready after %.1f s", seconds(start));
            await(() -> metric(operator, "postwerk_operator_plans_seconds_count") >= 1);
            say("first plan after %.1f s", seconds(start));
            settle(operator);
            say(
                    "objects written: %.0f; requests of the operator: %s",
                    metric(operator, "postwerk_operator_objects_written"), requests(controlPlane.auditEvents(mark)));
            say("operator: %s", operator.memory());
        }
    }

    /** Waits until nothing has been planned for some seconds. */
    private static void settle(OperatorProcess operator) throws Exception {
        double before = -1;
        double now = metric(operator, "postwerk_operator_api_calls_total");
        while (before != now) {
            Thread.sleep(3000);
            before = now;
            now = metric(operator, "postwerk_operator_api_calls_total");
        }
    }

    private static double metric(OperatorProcess operator, String name) {
        try {
            return operator.metric(name);
        } catch (IOException e) {
            return 0;
        }
    }

    private SharedIndexInformer<MailUser> watch(KubernetesClient admin) {
        return admin.resources(MailUser.class).inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(MailUser user) {
                look(user);
            }

            @Override
            public void onUpdate(MailUser before, MailUser user) {
                look(user);
            }

            @Override
            public void onDelete(MailUser user, boolean unknown) {}
        });
    }

    private void look(MailUser user) {
        if (user.getStatus() == null) return;
        String name = user.getMetadata().getName();
        boolean in = false;
        boolean pending = false;
        for (StatusCondition condition : user.getStatus().conditions()) {
            in |= condition.type().equals("Accepted") && condition.status() == StatusCondition.Status.TRUE;
            pending |= condition.type().equals("Resolved") && condition.status() == StatusCondition.Status.FALSE;
        }
        if (in) accepted.add(name);
        if (in && !pending) resolved.add(name);
    }

    private void user(KubernetesClient admin, int number) {
        int domain = number % domains;
        String namespace = namespace(domain % namespaces);
        ObjectMeta metadata = new ObjectMeta();
        metadata.setName("u" + number);
        metadata.setNamespace(namespace);
        admin.resource(new SecretBuilder()
                        .withMetadata(metadata)
                        .withStringData(Map.of("password", "password of " + number))
                        .build())
                .create();
        load(admin, """
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: u%1$d, namespace: %2$s}
                spec:
                  address: u%1$d@d%3$d.example
                  credentials: [{name: main, secretRef: {name: u%1$d, key: password}}]
                """.formatted(number, namespace, domain));
    }

    private static void load(KubernetesClient admin, String manifest) {
        admin.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(item -> admin.resource(item).create());
    }

    /** Whether the configuration in force has all users. */
    private boolean rendered(KubernetesClient admin) {
        return admin
                        .secrets()
                        .inNamespace(namespace(0))
                        .withLabel("app.kubernetes.io/component", "auth-sidecar")
                        .list()
                        .getItems()
                        .stream()
                        .flatMap(secret -> secret.getData().entrySet().stream())
                        .filter(entry -> entry.getKey().startsWith("users-"))
                        .map(entry -> new String(
                                java.util.Base64.getDecoder().decode(entry.getValue()), StandardCharsets.UTF_8))
                        .mapToInt(text -> text.split("\"address\"", -1).length - 1)
                        .sum()
                >= users;
    }

    private long sequence(KubernetesClient admin) {
        return Long.parseLong(Objects.requireNonNull(admin.configMaps()
                        .inNamespace(namespace(0))
                        .withName("main-index")
                        .get()
                        .getData()
                        .get("auth-sidecar"))
                .replaceAll("(?s).*\"sequence\"\\s*:\\s*(\\d+).*", "$1"));
    }

    private static Map<String, Long> requests(List<AuditEvent> events) {
        Map<String, Long> counts = new TreeMap<>();
        events.stream()
                .filter(event -> event.stage().toString().equals("ResponseComplete"))
                .filter(event -> event.userAgent().contains("postwerk-operator"))
                .forEach(event -> counts.merge(event.verb() + " " + event.target(), 1L, Long::sum));
        return counts;
    }

    private static void inParallel(List<Runnable> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> futures = new ArrayList<>();
            work.forEach(task -> futures.add(threads.submit(task)));
            for (Future<?> future : futures) future.get();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) Thread.sleep(50);
    }

    private static String namespace(int number) {
        return "tenant-" + number;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(format, arguments));
    }
}
