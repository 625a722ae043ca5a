package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.cache.Change;
import io.postwerk.operator.cache.ChangeListener;
import io.postwerk.operator.cache.CustomResources;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.cache.UnreadableResources;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The planners of all MailServers. Before {@link #start} changes are taken note of by the caches alone. */
public final class Planners implements ChangeListener, AutoCloseable {
    private final Map<ObjectKey, ServerPlanner> planners = new ConcurrentHashMap<>();
    private final Consumer<Collection<ResourceRef>> onVerdicts;
    private volatile Optional<Environment> environment = Optional.empty();

    /** @param onVerdicts takes the resources whose verdicts have changed, and is to have their status looked at */
    public Planners(Consumer<Collection<ResourceRef>> onVerdicts) {
        this.onVerdicts = onVerdicts;
    }

    /** Begins to plan for every MailServer. To be called when all custom resources are known, and by the leader alone. */
    public synchronized void start(Environment started) {
        started.resources()
                .servers()
                .all()
                .map(ObjectKey::of)
                .forEach(
                        server -> planners.computeIfAbsent(server, key -> new ServerPlanner(key, started, onVerdicts)));
        environment = Optional.of(started);
        releaseAll(started);
        Stream.of(
                        started.resources().domains(),
                        started.resources().relays(),
                        started.resources().users())
                .forEach(resources -> onVerdicts.accept(resources
                        .all()
                        .filter(resource -> isOrphan(started, resource))
                        .map(ResourceRef::of)
                        .toList()));
    }

    @Override
    public void resourceChanged(Change<? extends HasMetadata> change) {
        change.after().ifPresentOrElse(now -> changed(change.before(), now), () -> deleted(change.object()));
    }

    private void changed(Optional<? extends HasMetadata> before, HasMetadata now) {
        running().ifPresent(its -> {
            Set<ObjectKey> servers = Stream.concat(before.stream(), Stream.of(now))
                    .flatMap(resource -> its.attribution().affected(resource).stream())
                    .collect(Collectors.toSet());
            if (now instanceof MailServer server) {
                ObjectKey key = ObjectKey.of(server);
                plannerOf(key);
                if (before.isEmpty()) {
                    attached(its.attribution(), key);
                }
            }
            if (UnreadableResources.isUnreadable(now)) {
                // Whatever it claims waits, on whichever MailServer.
                servers = its.servers();
            } else if (Purges.isWaiting(now) && servers.isEmpty()) {
                // Nobody can tell whose mail it was: each MailServer is asked to remove it.
                servers = its.servers();
            }
            if (Purges.isWaiting(now)) {
                release(() -> its.purges().releaseIfDone(now, its.servers()));
            }
            servers.forEach(this::changed);
            if (now instanceof MailDomain domain && (before.isEmpty() || !sameServer(before.get(), domain))) {
                onVerdicts.accept(
                        its.attribution().usersOf(domain).map(ResourceRef::of).toList());
            }
        });
    }

    private void deleted(HasMetadata resource) {
        running().ifPresent(its -> {
            its.attribution().affected(resource).forEach(this::changed);
            if (resource instanceof MailServer server) {
                ObjectKey key = ObjectKey.of(server);
                Optional.ofNullable(planners.remove(key)).ifPresent(ServerPlanner::close);
                its.secrets().forget(key);
                its.owned()
                        .retain(planners.keySet().stream()
                                .map(ObjectKey::namespace)
                                .collect(Collectors.toSet()));
                attached(its.attribution(), key);
                releaseAll(its);
            }
            if (resource instanceof MailDomain domain) {
                onVerdicts.accept(
                        its.attribution().usersOf(domain).map(ResourceRef::of).toList());
            }
        });
    }

    /** Something has changed that any plan may be made from. */
    private void changed() {
        planners.values().forEach(ServerPlanner::changed);
    }

    /** Something has changed that a MailServer's plan is made from. */
    private void changed(ObjectKey server) {
        Optional.ofNullable(planners.get(server)).ifPresent(ServerPlanner::changed);
    }

    @Override
    public void dependentChanged(ObjectKey server, Change<? extends HasMetadata> change) {
        Optional.ofNullable(planners.get(server)).ifPresent(planner -> {
            if (change.object() instanceof Pod) {
                planner.podChanged();
            } else {
                planner.changed();
            }
        });
    }

    @Override
    public void secretsChanged(ObjectKey server, Set<ObjectKey> secrets) {
        changed(server);
    }

    @Override
    public void namespaceChanged(Change<Namespace> change) {
        changed();
    }

    /** What there is to say of a resource as it is; absent as long as no plan has seen it. */
    public Optional<StatusFacts> verdict(HasMetadata resource) {
        return running().flatMap(its -> {
            if (UnreadableResources.isUnreadable(resource)) {
                return Optional.of(Orphans.unreadable(resource));
            }
            if (isOrphan(its, resource)) {
                return Optional.of(Orphans.verdict(resource, its.attribution()));
            }
            if (Purges.isWaiting(resource)) {
                return Optional.of(Orphans.leaving(resource));
            }
            return its.attribution()
                    .server(resource)
                    .flatMap(server -> Optional.ofNullable(planners.get(server)))
                    .flatMap(planner -> planner.verdict(
                            ResourceRef.of(resource), resource.getMetadata().getGeneration()));
        });
    }

    /** Whether the resource belongs to no MailServer that is there. */
    private static boolean isOrphan(Environment its, HasMetadata resource) {
        return !(resource instanceof MailServer)
                && its.attribution()
                        .server(resource)
                        .flatMap(server -> its.resources().servers().get(server))
                        .isEmpty();
    }

    /** The finalizers; absent before the start. */
    public Optional<Purges> purges() {
        return running().map(Environment::purges);
    }

    /** How many MailServers are planned for. */
    public int count() {
        return planners.size();
    }

    private Optional<Environment> running() {
        return environment;
    }

    private void plannerOf(ObjectKey server) {
        running().ifPresent(its -> planners.computeIfAbsent(server, key -> new ServerPlanner(key, its, onVerdicts)));
    }

    /** The resources of a MailServer that has come or gone. */
    private void attached(ServerLookup attribution, ObjectKey server) {
        List<ResourceRef> refs = new ArrayList<>();
        attribution.relaysOf(server).forEach(relay -> refs.add(ResourceRef.of(relay)));
        attribution.domainsOf(server).forEach(domain -> {
            refs.add(ResourceRef.of(domain));
            attribution.usersOf(domain).forEach(user -> refs.add(ResourceRef.of(user)));
        });
        onVerdicts.accept(refs);
        // Other plans say of such resources that there is no such MailServer.
        changed();
    }

    /** Lets go what waits for mail that is gone, or that nobody has. To be called from time to time. */
    public void release() {
        running().ifPresent(its -> its.purges().releaseAll(its.servers()));
    }

    private static void releaseAll(Environment its) {
        release(() -> its.purges().releaseAll(its.servers()));
    }

    private static void release(Runnable work) {
        // Not on the thread of a watch.
        Thread.ofVirtual().name("release").start(work);
    }

    private static boolean sameServer(HasMetadata before, MailDomain now) {
        return before instanceof MailDomain domain
                && CustomResources.server(domain).equals(CustomResources.server(now));
    }

    @Override
    public synchronized void close() {
        environment = Optional.empty();
        planners.values().forEach(ServerPlanner::close);
        planners.clear();
    }
}
