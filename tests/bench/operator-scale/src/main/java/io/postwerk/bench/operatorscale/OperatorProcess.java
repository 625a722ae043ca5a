package io.postwerk.bench.operatorscale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The built operator as a process of its own. */
final class OperatorProcess implements AutoCloseable {
    private static final int PORT = 19_000;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private OperatorProcess(Process process) {
        this.process = process;
    }

    /** Starts it; what it logs is added to a file. */
    static OperatorProcess start(Path root, Path kubeconfig, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("postwerk.java", "java"));
        // As in the image, but for the heap's limit, which follows from the container's there.
        command.add("@" + root.resolve("lib/runtime/jvm.options"));
        command.addAll(List.of(
                System.getProperty("postwerk.operator.options", "-Xmx144m").split(" ")));
        command.addAll(List.of(
                "-jar",
                root.resolve("operator/target/quarkus-app/quarkus-run.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "MALLOC_ARENA_MAX", "2",
                        "KUBECONFIG", kubeconfig.toString(),
                        "QUARKUS_HTTP_PORT", Integer.toString(PORT),
                        "POSTWERK_LEADER_ELECTION", "false",
                        "POD_NAMESPACE", "default",
                        "POD_NAME", "bench"));
        return new OperatorProcess(builder.start());
    }

    /** Whether it knows all resources. */
    boolean isReady() {
        if (!process.isAlive()) throw new IllegalStateException("the operator has ended: " + process.exitValue());
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its metrics whose names begin so. */
    Map<String, Double> metrics(String prefix) throws IOException {
        Map<String, Double> metrics = new TreeMap<>();
        get("/q/metrics").body().lines().filter(line -> line.startsWith(prefix)).forEach(line -> {
            int space = line.lastIndexOf(' ');
            metrics.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return metrics;
    }

    /** The sum of metrics whose names begin so. */
    double metric(String prefix) throws IOException {
        return metrics(prefix).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** Processor time so far of the operator, the API server, etcd and of whoever applies the resources, in seconds. */
    String processors() {
        return "operator " + seconds(process.toHandle()) + " s, API server " + seconds("/kube-apiserver") + " s, etcd "
                + seconds("/etcd") + " s, client " + seconds(ProcessHandle.current()) + " s";
    }

    private static String seconds(String program) {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith(program))
                .map(OperatorProcess::seconds)
                .findFirst()
                .orElse("?");
    }

    private static String seconds(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> Long.toString(time.toSeconds()))
                .orElse("?");
    }

    /** Resident memory now and at its highest, in MiB. */
    String memory() throws IOException {
        Map<String, Long> kibibytes = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
                kibibytes.put(line.substring(0, 5), Long.parseLong(line.replaceAll("\\D", "")));
            }
        }
        return Objects.requireNonNull(kibibytes.get("VmRSS")) / 1024 + " MiB, at most "
                + Objects.requireNonNull(kibibytes.get("VmHWM")) / 1024 + " MiB";
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
