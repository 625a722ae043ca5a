package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.postwerk.operator.cache.UnreadableResources;
import java.util.function.Consumer;

/** Clients of the API server, with everything set that has a say in what the operator does under load or when the API server is away. */
public final class ApiClients {
    private static final int REQUESTS_AT_ONCE = 32;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int RETRIES = 5;
    private static final int FIRST_RETRY_MILLIS = 200;
    /** The first of the pauses between attempts to watch; the longest is 32 of them. */
    private static final int WATCH_AGAIN_MILLIS = 500;

    private ApiClients() {}

    /**
     * A client.
     *
     * @param where address and credentials
     * @param onCall is told the method of each request
     */
    public static KubernetesClient create(Config where, Consumer<String> onCall) {
        Config config = new ConfigBuilder(where)
                .withMaxConcurrentRequests(REQUESTS_AT_ONCE)
                .withMaxConcurrentRequestsPerHost(REQUESTS_AT_ONCE)
                .withConnectionTimeout(TIMEOUT_MILLIS)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(RETRIES)
                .withRequestRetryBackoffInterval(FIRST_RETRY_MILLIS)
                .withWatchReconnectInterval(WATCH_AGAIN_MILLIS)
                .withWatchReconnectLimit(-1)
                .withUserAgent("postwerk-operator")
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(UnreadableResources.lenientMapper(), true))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("calls", new Interceptor() {
                    @Override
                    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        onCall.accept(request.method());
                    }
                }))
                .build();
    }
}
