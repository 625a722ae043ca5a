package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.postwerk.crds.Conditioned;
import io.postwerk.operator.planning.Planners;
import io.postwerk.operator.status.EventRecorder;
import io.postwerk.operator.status.Statuses;
import io.postwerk.operator.status.Transition;
import io.postwerk.operator.status.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What every reconciler does: writes the latest verdict into the status, if it is not there already. */
final class Reporter {
    /**
     * Makes a status.
     *
     * @param <S> its type
     */
    @FunctionalInterface
    interface StatusMaker<S> {
        /** The status that a verdict makes of the one before; absent if it is as it should be. */
        Optional<S> make(S before, Verdict verdict, Instant now);
    }

    private final Planners planners;
    private final EventRecorder events;
    private final Clock clock;

    Reporter(Planners planners, EventRecorder events, Clock clock) {
        this.planners = planners;
        this.events = events;
        this.clock = clock;
    }

    /** Reconciles a resource. */
    <S extends Conditioned, R extends CustomResource<?, S>> UpdateControl<R> report(
            R resource, Context<R> context, Supplier<R> empty, StatusMaker<S> maker) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        planners.purges().ifPresent(purges -> purges.setFinalizer(resource));
        Optional<S> status = planners.verdict(resource)
                .flatMap(verdict -> maker.make(resource.getStatus(), verdict, clock.instant()));
        if (status.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        events.record(
                resource,
                Transition.between(
                        Statuses.conditions(resource.getStatus()), status.get().conditions()));
        R patch = empty.get();
        patch.setSpec(null);
        ObjectMeta metadata = new ObjectMeta();
        metadata.setNamespace(resource.getMetadata().getNamespace());
        metadata.setName(resource.getMetadata().getName());
        // Whoever has not seen the latest version must not write: a leader that is none any more.
        metadata.setResourceVersion(resource.getMetadata().getResourceVersion());
        patch.setMetadata(metadata);
        patch.setStatus(status.get());
        return UpdateControl.patchStatus(patch);
    }
}
