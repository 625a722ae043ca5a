package io.postwerk.operator.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postwerk.config.Program;
import io.postwerk.operator.revision.PodProbe.LoadedRevision;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Asks over HTTP on the management ports: {@code GET /revision}, {@code GET /storage} and {@code GET /queue}. */
public final class HttpPodProbe implements PodProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    @Override
    public Optional<LoadedRevision> revision(String address, Program program) {
        return get(address, program, "revision")
                .map(json -> new LoadedRevision(
                        json.path("sequence").asLong(0), json.path("pending").asLong(0)));
    }

    @Override
    public Optional<Storage> storage(String address, Program server) {
        return get(address, server, "storage").flatMap(HttpPodProbe::storage);
    }

    static Optional<Storage> storage(JsonNode json) {
        return json.path("low").isBoolean()
                ? Optional.of(new Storage(
                        json.path("freeOctets").asLong(),
                        json.path("totalOctets").asLong(),
                        json.path("minFreeOctets").asLong(),
                        json.path("low").asBoolean()))
                : Optional.empty();
    }

    @Override
    public boolean isDrained(String address) {
        return get(address, Program.SMTP_SERVER, "queue")
                .filter(json -> json.path("drained").asBoolean(false))
                .isPresent();
    }

    private Optional<JsonNode> get(String address, Program program, String document) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + host + ":" + program.managementPort() + "/" + document))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == OK ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
