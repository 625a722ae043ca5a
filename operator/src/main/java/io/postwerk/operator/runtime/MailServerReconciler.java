package io.postwerk.operator.runtime;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.postwerk.crds.MailServer;
import io.postwerk.operator.status.Statuses;
import java.util.List;

/** Reconciles MailServers: changes go to the planners, and their verdicts into the status. */
final class MailServerReconciler implements Reconciler<MailServer> {
    private final ControllerHub hub;

    MailServerReconciler(ControllerHub hub) {
        this.hub = hub;
    }

    @Override
    public List<EventSource<?, MailServer>> prepareEventSources(EventSourceContext<MailServer> context) {
        return List.of(hub.connect(MailServer.class, context));
    }

    @Override
    public UpdateControl<MailServer> reconcile(MailServer server, Context<MailServer> context) {
        return hub.reporter().report(server, context, MailServer::new, Statuses::server);
    }
}
