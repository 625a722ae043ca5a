package io.postwerk.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.postwerk.crds.StatusCondition;
import io.postwerk.operator.model.CanonicalJson;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Writes an Event for each condition that has turned into something that a person must act on. Its name follows from the transition, so
 * each transition has one Event. When very many go wrong at once only some have Events: each resource has its condition.
 */
public final class EventRecorder {
    private static final System.Logger LOG = System.getLogger(EventRecorder.class.getName());
    private static final DateTimeFormatter MICRO_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final String CONTROLLER = "postwerk.io/operator";
    private static final int MAX_NOTE = 1000;
    private static final int MAX_NAME = 253;
    private static final int HASH_LENGTH = 16;

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;
    private final RateLimit limit;

    /** @param instance name of this replica of the operator */
    public EventRecorder(KubernetesClient client, String instance, Clock clock) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
        this.limit = new RateLimit(50, 2, clock);
    }

    /** Tells of conditions of a resource. A failure is logged and does no harm. */
    public void record(HasMetadata resource, List<StatusCondition> problems) {
        for (StatusCondition problem : problems) {
            if (!limit.take()) {
                return;
            }
            try {
                client.events().v1().events().resource(event(resource, problem)).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    LOG.log(System.Logger.Level.WARNING, "An event could not be written: {0}", e.getMessage());
                }
            }
        }
    }

    private Event event(HasMetadata resource, StatusCondition condition) {
        var metadata = resource.getMetadata();
        String transition = String.join(
                "/", metadata.getUid(), condition.type(), condition.reason(), condition.lastTransitionTime());
        String hash =
                CanonicalJson.hash(transition.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_LENGTH);
        String prefix = metadata.getName();
        String note = condition.type() + ": " + condition.message();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(prefix.substring(0, Math.min(prefix.length(), MAX_NAME - HASH_LENGTH - 1)) + "." + hash)
                .endMetadata()
                .withEventTime(new MicroTime(MICRO_TIME.format(clock.instant().atOffset(ZoneOffset.UTC))))
                .withType("Warning")
                .withReason(condition.reason())
                .withAction("Reconcile")
                .withNote(note.substring(0, Math.min(note.length(), MAX_NOTE)))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(resource.getApiVersion())
                        .withKind(resource.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .build())
                .build();
    }

    /** A token bucket: so many events at once, and so many more each second. */
    private static final class RateLimit {
        private final double most;
        private final double perSecond;
        private final Clock clock;
        private double left;
        private long since;

        RateLimit(int most, int perSecond, Clock clock) {
            this.most = most;
            this.perSecond = perSecond;
            this.clock = clock;
            this.left = most;
            this.since = clock.millis();
        }

        /** Takes one permit. Returns false if none is left. */
        synchronized boolean take() {
            long now = clock.millis();
            left = Math.min(most, left + (now - since) * perSecond / 1000);
            since = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
