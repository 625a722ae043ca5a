package io.postwerk.operator.runtime;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.postwerk.crds.MailDomain;
import io.postwerk.operator.cache.Indexes;
import io.postwerk.operator.status.Statuses;
import java.util.List;

/** Reconciles MailDomains: changes go to the planners, and their verdicts into the status. */
final class MailDomainReconciler implements Reconciler<MailDomain> {
    private final ControllerHub hub;

    MailDomainReconciler(ControllerHub hub) {
        this.hub = hub;
    }

    @Override
    public List<EventSource<?, MailDomain>> prepareEventSources(EventSourceContext<MailDomain> context) {
        context.getPrimaryCache().addIndexers(Indexes.ofDomains());
        return List.of(hub.connect(MailDomain.class, context));
    }

    @Override
    public UpdateControl<MailDomain> reconcile(MailDomain domain, Context<MailDomain> context) {
        return hub.reporter().report(domain, context, MailDomain::new, Statuses::domain);
    }
}
