package io.postwerk.operator.runtime;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.postwerk.crds.Relay;
import io.postwerk.operator.cache.Indexes;
import io.postwerk.operator.status.Statuses;
import java.util.List;

/** Reconciles Relays: changes go to the planners, and their verdicts into the status. */
final class RelayReconciler implements Reconciler<Relay> {
    private final ControllerHub hub;

    RelayReconciler(ControllerHub hub) {
        this.hub = hub;
    }

    @Override
    public List<EventSource<?, Relay>> prepareEventSources(EventSourceContext<Relay> context) {
        context.getPrimaryCache().addIndexers(Indexes.ofRelays());
        return List.of(hub.connect(Relay.class, context));
    }

    @Override
    public UpdateControl<Relay> reconcile(Relay relay, Context<Relay> context) {
        return hub.reporter().report(relay, context, Relay::new, Statuses::resource);
    }
}
