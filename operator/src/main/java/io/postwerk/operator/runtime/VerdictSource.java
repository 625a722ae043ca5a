package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.planning.Planners;
import java.util.Objects;
import java.util.Optional;

/**
 * Between a controller and the planners: tells them of every change of its resources, deletions among them, and has those
 * reconciled whose verdict they have changed.
 *
 * @param <P> type of the resources
 */
final class VerdictSource<P extends HasMetadata> extends SimpleInboundEventSource<P> implements ResourceEventAware<P> {
    private final Planners planners;

    VerdictSource(Planners planners) {
        super("verdicts");
        this.planners = planners;
    }

    /** Has a resource reconciled. */
    void verdictChanged(ObjectKey key) {
        propagateEvent(new ResourceID(key.name(), key.namespace()));
    }

    @Override
    public void onResourceCreated(P resource) {
        planners.changed(Optional.empty(), resource);
    }

    @Override
    public void onResourceUpdated(P now, P before) {
        if (matters(before.getMetadata(), now.getMetadata())) {
            planners.changed(Optional.of(before), now);
        }
    }

    @Override
    public void onResourceDeleted(P resource) {
        planners.deleted(resource);
    }

    /** A plan is not made from statuses. */
    private static boolean matters(ObjectMeta before, ObjectMeta now) {
        return !Objects.equals(before.getUid(), now.getUid())
                || !Objects.equals(before.getGeneration(), now.getGeneration())
                || !Objects.equals(before.getAnnotations(), now.getAnnotations())
                || !Objects.equals(before.getDeletionTimestamp(), now.getDeletionTimestamp())
                || !Objects.equals(before.getFinalizers(), now.getFinalizers());
    }
}
