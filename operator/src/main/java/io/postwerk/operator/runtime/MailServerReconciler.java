package io.postwerk.operator.runtime;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.postwerk.crds.MailServer;

/** Reconciles MailServers. */
public final class MailServerReconciler implements Reconciler<MailServer> {
    @Override
    public UpdateControl<MailServer> reconcile(MailServer server, Context<MailServer> context) {
        return UpdateControl.noUpdate();
    }
}
