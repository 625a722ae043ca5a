package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import io.postwerk.operator.cache.CustomResources;
import io.postwerk.operator.cache.Resources;
import io.postwerk.operator.planning.Planners;
import io.postwerk.operator.status.EventRecorder;
import io.postwerk.operator.status.ResourceRef;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the controllers and the planners meet. */
final class ControllerHub {
    private final Planners planners = new Planners(this::verdictsChanged);
    private final Reporter reporter;
    private final Map<Class<?>, CachedResources<?>> caches = new ConcurrentHashMap<>();
    private final Map<String, VerdictSource<?>> sources = new ConcurrentHashMap<>();

    ControllerHub(EventRecorder events, Clock clock) {
        this.reporter = new Reporter(planners, events, clock);
    }

    /** Connects a controller, and takes its cache. */
    <P extends HasMetadata> EventSource<?, P> connect(Class<P> kind, EventSourceContext<P> context) {
        caches.put(kind, new CachedResources<>(context.getPrimaryCache()));
        VerdictSource<P> source = new VerdictSource<>(planners);
        sources.put(HasMetadata.getKind(kind), source);
        return source;
    }

    Planners planners() {
        return planners;
    }

    Reporter reporter() {
        return reporter;
    }

    /** The custom resources; to be asked for once all controllers are connected. */
    CustomResources resources() {
        return new CustomResources(
                cache(MailServer.class), cache(MailDomain.class), cache(MailUser.class), cache(Relay.class));
    }

    private void verdictsChanged(Collection<ResourceRef> resources) {
        resources.forEach(resource -> Optional.ofNullable(sources.get(resource.kind()))
                .ifPresent(source -> source.verdictChanged(resource.key())));
    }

    @SuppressWarnings("unchecked") // a cache is put under the type of its resources
    private <P extends HasMetadata> Resources<P> cache(Class<P> kind) {
        return (Resources<P>) Optional.ofNullable(caches.get(kind)).orElseThrow();
    }
}
