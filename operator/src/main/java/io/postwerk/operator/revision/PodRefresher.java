package io.postwerk.operator.revision;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/** Makes the kubelet refresh a pod's volumes now and not within a minute, by a changed annotation. */
public final class PodRefresher {
    /** Annotation of pods: the configuration that they should have. */
    public static final String CONFIG_SEQUENCE = "postwerk.io/config-sequence";

    private static final System.Logger LOG = System.getLogger(PodRefresher.class.getName());
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    /** One that patches through a client. */
    public PodRefresher(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Changes the annotation.
     *
     * @param again differs each time that it is asked for again
     */
    void refresh(Pod pod, long sequence, String again) {
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .addToAnnotations(CONFIG_SEQUENCE, sequence + again)
                .endMetadata()
                .build();
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .patch(MERGE, patch);
        } catch (KubernetesClientException e) {
            // A pod that is gone, or another one of its name, needs nothing.
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.log(System.Logger.Level.WARNING, "A pod could not be refreshed: {0}", e.getMessage());
            }
        }
    }
}
