package io.postwerk.operator.runtime;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.postwerk.crds.MailUser;
import io.postwerk.operator.cache.Indexes;
import io.postwerk.operator.status.Statuses;
import java.util.List;

/** Reconciles MailUsers: changes go to the planners, and their verdicts into the status. */
final class MailUserReconciler implements Reconciler<MailUser> {
    private final ControllerHub hub;

    MailUserReconciler(ControllerHub hub) {
        this.hub = hub;
    }

    @Override
    public List<EventSource<?, MailUser>> prepareEventSources(EventSourceContext<MailUser> context) {
        context.getPrimaryCache().addIndexers(Indexes.ofUsers());
        return List.of(hub.connect(MailUser.class, context));
    }

    @Override
    public UpdateControl<MailUser> reconcile(MailUser user, Context<MailUser> context) {
        return hub.reporter().report(user, context, MailUser::new, Statuses::resource);
    }
}
