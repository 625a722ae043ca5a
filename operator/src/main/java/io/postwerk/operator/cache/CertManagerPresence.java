package io.postwerk.operator.cache;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether the cluster has cert-manager. It is asked now and then: it may be installed later. */
public final class CertManagerPresence {
    private static final String GROUP = "cert-manager.io";
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Clock clock;
    private boolean present;
    private Instant asked = Instant.EPOCH;

    /** Asks nothing yet. */
    public CertManagerPresence(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Whether its types are there. */
    public synchronized boolean isPresent() {
        Instant now = clock.instant();
        if (now.isAfter(asked.plus(GOOD_FOR))) {
            present = client.getApiGroup(GROUP) != null;
            asked = now;
        }
        return present;
    }
}
