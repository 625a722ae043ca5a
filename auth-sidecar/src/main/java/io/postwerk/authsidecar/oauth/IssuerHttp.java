package io.postwerk.authsidecar.oauth;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.trust.ClientTls;
import io.postwerk.trust.TrustException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;

/** HTTP towards one issuer, with limits on time and size. Redirections are not followed. */
final class IssuerHttp implements ResourceRetriever, AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_OCTETS = 256 * 1024;

    private final HttpClient client;

    /** @param ca certificates of the CAs that are trusted, in PEM */
    IssuerHttp(Optional<String> ca) throws TrustException {
        client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(ClientTls.context(ca))
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("issuer-", 0).factory()))
                .build();
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(url.toString()))
                .timeout(TIMEOUT)
                .build();
        return new Resource(send(request), "application/json");
    }

    /** RFC 7662 2.1. */
    String introspect(URI endpoint, String token, Optional<SmtpCredentials.Login> login) throws IOException {
        var request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "token=" + encode(token) + "&token_type_hint=access_token", StandardCharsets.US_ASCII));
        login.ifPresent(l -> request.header("Authorization", basic(l)));
        return send(request.build());
    }

    /** RFC 6749 2.3.1: both parts are encoded as in a form. */
    private static String basic(SmtpCredentials.Login login) {
        String pair = encode(login.username()) + ':' + encode(login.password().reveal());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String send(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(request.uri() + " answers " + response.statusCode());
                }
                byte[] octets = body.readNBytes(MAX_OCTETS + 1);
                if (octets.length > MAX_OCTETS) {
                    throw new IOException(request.uri() + " answers with more than " + MAX_OCTETS + " octets");
                }
                return new String(octets, StandardCharsets.UTF_8);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
