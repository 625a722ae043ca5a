package io.postwerk.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of an API server as operator's training needs: lists have one MailServer, one MailDomain and one MailUser with its
 * Secret; writes are answered as if the object had been stored; watches send no events.
 */
final class ApiServerStandIn implements AutoCloseable {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    /** Read as the API server would read them, with their defaults. */
    private static final String MANIFESTS = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: default}
            spec: {hostname: mx.example.org}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org, namespace: default}
            spec: {domain: example.org, serverRef: {name: main}}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: user, namespace: default}
            spec:
              address: user@example.org
              credentials: [{name: default, secretRef: {name: user, key: password}}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: user, namespace: default}
            data: {password: dHJhaW5pbmc=}
            """;

    private static final Map<String, String> ITEMS = items();

    private static final Pattern NAME_SELECTOR = Pattern.compile("fieldSelector=metadata\\.name=([a-z0-9.-]+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean statefulSets;

    private ApiServerStandIn(HttpServer server) {
        this.server = server;
    }

    static ApiServerStandIn start() throws IOException {
        ApiServerStandIn api =
                new ApiServerStandIn(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.setExecutor(api.threads);
        api.server.createContext("/", api::answer);
        api.server.start();
        return api;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether operator has applied StatefulSets, which are among the last objects that it applies. */
    boolean hasStatefulSets() {
        return statefulSets;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            List<String> path =
                    List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // No WebSocket: the client then watches by plain HTTP.
                exchange.sendResponseHeaders(200, -1);
            } else if (query.contains("watch=true")) {
                watch(exchange);
            } else if (path.getLast().equals("version")) {
                send(exchange, 200, "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.0\"}");
            } else if (exchange.getRequestMethod().equals("GET")) {
                list(exchange, path.getLast(), query);
            } else {
                store(exchange, path);
            }
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> items() {
        Manifests manifests = ManifestReader.read("training", MANIFESTS);
        return Map.of(
                "mailservers", stored(manifests.servers().getFirst().resource()),
                "maildomains", stored(manifests.domains().getFirst().resource()),
                "mailusers", stored(manifests.users().getFirst().resource()),
                "secrets", stored(manifests.secrets().getFirst().resource()),
                "namespaces", stored(namespace()));
    }

    private static Namespace namespace() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName("default")
                .endMetadata()
                .build();
    }

    private static String stored(HasMetadata resource) {
        ObjectMeta metadata = resource.getMetadata();
        metadata.setUid("1");
        metadata.setResourceVersion("1");
        metadata.setGeneration(1L);
        metadata.setCreationTimestamp("2026-01-01T00:00:00Z");
        return SERIALIZATION.asJson(resource);
    }

    /** A list, or 404: the last part of the path is the name of a single object, and no object here is read by its name. */
    private static void list(HttpExchange exchange, String kind, String query) throws IOException {
        String items = ITEMS.getOrDefault(kind, "");
        Matcher wanted = NAME_SELECTOR.matcher(query);
        if (wanted.find() && !items.contains("\"name\":\"" + wanted.group(1) + "\"")) items = "";
        boolean plural = kind.endsWith("s") && !kind.contains("-");
        send(
                exchange,
                plural ? 200 : 404,
                plural
                        ? "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                                + items + "]}"
                        : "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}");
    }

    private void store(HttpExchange exchange, List<String> path) throws IOException {
        JsonNode body = SERIALIZATION.unmarshal(exchange.getRequestBody(), JsonNode.class);
        if (body instanceof ObjectNode object && object.path("metadata") instanceof ObjectNode metadata) {
            metadata.put("uid", "1").put("resourceVersion", "2").put("generation", 1);
        }
        if (path.contains("statefulsets")) statefulSets = true;
        boolean status = path.getLast().equals("status");
        send(exchange, 200, status ? Objects.requireNonNull(ITEMS.get(path.get(path.size() - 3))) : body.toString());
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] octets = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
