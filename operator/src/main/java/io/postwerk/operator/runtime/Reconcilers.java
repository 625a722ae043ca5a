package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.postwerk.crds.Conditioned;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailDomainStatus;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Relay;
import io.postwerk.crds.ResourceStatus;
import io.postwerk.operator.cache.Change;
import io.postwerk.operator.cache.ChangeListener;
import io.postwerk.operator.cache.CustomResources;
import io.postwerk.operator.planning.Planners;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.EventRecorder;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The reconcilers of the four kinds, and where they meet the planners: a change of a resource goes to the planners, and the latest
 * facts of it go into its status, if it is not there already.
 */
final class Reconcilers {
    private final Planners planners = new Planners(this::factsChanged);
    private final EventRecorder events;
    private final Clock clock;
    private final Map<Class<?>, CustomResources.Kind<?>> caches = new ConcurrentHashMap<>();
    private final Map<String, ResourceEvents<?>> sources = new ConcurrentHashMap<>();

    Reconcilers(EventRecorder events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** All reconcilers, one for each kind of resource. */
    List<Reconciler<?>> all() {
        return List.of(
                new MailServerReconciler(),
                new MailDomainReconciler(),
                new MailUserReconciler(),
                new RelayReconciler());
    }

    Planners planners() {
        return planners;
    }

    /** The custom resources; to be asked for once all reconcilers are registered. */
    CustomResources resources() {
        return new CustomResources(
                cache(MailServer.class), cache(MailDomain.class), cache(MailUser.class), cache(Relay.class));
    }

    @SuppressWarnings("unchecked") // a cache is put under the type of its resources
    private <R extends HasMetadata> CustomResources.Kind<R> cache(Class<R> kind) {
        return (CustomResources.Kind<R>) Optional.ofNullable(caches.get(kind)).orElseThrow();
    }

    private void factsChanged(Collection<ResourceRef> resources) {
        resources.forEach(resource -> Optional.ofNullable(sources.get(resource.kind()))
                .ifPresent(source -> source.reconcile(resource.key())));
    }

    /**
     * Reconciles resources of one kind. The SDK reads the kind off the class that extends this one.
     *
     * @param <R> type of the resources
     * @param <S> type of their status
     */
    private abstract class ResourceReconciler<R extends CustomResource<?, S>, S extends Conditioned>
            implements Reconciler<R> {
        private final Map<String, Function<R, List<String>>> indexes;

        ResourceReconciler(Map<String, Function<R, List<String>>> indexes) {
            this.indexes = indexes;
        }

        /** A resource with nothing in it. */
        abstract R empty();

        /** The status that follows from the one before; absent if it is as it should be. */
        abstract Optional<S> status(S before, StatusFacts facts, Instant now);

        @Override
        public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
            context.getPrimaryCache().addIndexers(indexes);
            caches.put(context.getPrimaryResourceClass(), new CustomResources.Kind<>(context.getPrimaryCache()));
            ResourceEvents<R> source = new ResourceEvents<>(planners);
            sources.put(HasMetadata.getKind(context.getPrimaryResourceClass()), source);
            return List.of(source);
        }

        @Override
        public UpdateControl<R> reconcile(R resource, Context<R> context) {
            if (context.isPrimaryResourceDeleted()) {
                return UpdateControl.noUpdate();
            }
            planners.purges().ifPresent(purges -> purges.setFinalizer(resource));
            Optional<S> status =
                    planners.facts(resource).flatMap(facts -> status(resource.getStatus(), facts, clock.instant()));
            if (status.isEmpty()) {
                return UpdateControl.noUpdate();
            }
            events.record(
                    resource,
                    Conditions.problems(
                            StatusFacts.conditions(resource.getStatus()),
                            status.get().conditions()));
            R patch = empty();
            patch.setSpec(null);
            ObjectMeta metadata = new ObjectMeta();
            metadata.setNamespace(resource.getMetadata().getNamespace());
            metadata.setName(resource.getMetadata().getName());
            // With the version, a deposed leader, which has not seen the latest state, cannot write.
            metadata.setResourceVersion(resource.getMetadata().getResourceVersion());
            patch.setMetadata(metadata);
            patch.setStatus(status.get());
            return UpdateControl.patchStatus(patch);
        }
    }

    private final class MailServerReconciler extends ResourceReconciler<MailServer, MailServerStatus> {
        MailServerReconciler() {
            super(Map.of());
        }

        @Override
        MailServer empty() {
            return new MailServer();
        }

        @Override
        Optional<MailServerStatus> status(MailServerStatus before, StatusFacts facts, Instant now) {
            return facts.serverStatus(before, now);
        }
    }

    private final class MailDomainReconciler extends ResourceReconciler<MailDomain, MailDomainStatus> {
        MailDomainReconciler() {
            super(CustomResources.domainIndexes());
        }

        @Override
        MailDomain empty() {
            return new MailDomain();
        }

        @Override
        Optional<MailDomainStatus> status(MailDomainStatus before, StatusFacts facts, Instant now) {
            return facts.domainStatus(before, now);
        }
    }

    private final class MailUserReconciler extends ResourceReconciler<MailUser, ResourceStatus> {
        MailUserReconciler() {
            super(CustomResources.userIndexes());
        }

        @Override
        MailUser empty() {
            return new MailUser();
        }

        @Override
        Optional<ResourceStatus> status(ResourceStatus before, StatusFacts facts, Instant now) {
            return facts.resourceStatus(before, now);
        }
    }

    private final class RelayReconciler extends ResourceReconciler<Relay, ResourceStatus> {
        RelayReconciler() {
            super(CustomResources.relayIndexes());
        }

        @Override
        Relay empty() {
            return new Relay();
        }

        @Override
        Optional<ResourceStatus> status(ResourceStatus before, StatusFacts facts, Instant now) {
            return facts.resourceStatus(before, now);
        }
    }

    /**
     * Between one controller and the planners: tells them of every change of its resources, deletions among them, and has those
     * reconciled whose facts they have changed.
     */
    private static final class ResourceEvents<R extends HasMetadata> extends SimpleInboundEventSource<R>
            implements ResourceEventAware<R> {
        private final ChangeListener listener;

        ResourceEvents(ChangeListener listener) {
            super("facts");
            this.listener = listener;
        }

        void reconcile(ObjectKey key) {
            propagateEvent(new ResourceID(key.name(), key.namespace()));
        }

        @Override
        public void onResourceCreated(R resource) {
            listener.resourceChanged(Change.added(resource));
        }

        @Override
        public void onResourceUpdated(R now, R before) {
            if (matters(before.getMetadata(), now.getMetadata())) {
                listener.resourceChanged(Change.updated(before, now));
            }
        }

        @Override
        public void onResourceDeleted(R resource) {
            listener.resourceChanged(Change.deleted(resource));
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
}
