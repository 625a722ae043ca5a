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
    private final Consumer<Collection<ResourceRef>> onChange;
    private volatile Optional<PlannerContext> context = Optional.empty();

    /** @param onChange takes the resources whose facts have changed, and is to have their status looked at */
    public Planners(Consumer<Collection<ResourceRef>> onChange) {
        this.onChange = onChange;
    }

    /** Begins to plan for every MailServer. To be called when all custom resources are known, and by the leader alone. */
    public synchronized void start(PlannerContext started) {
        started.resources()
                .servers()
                .all()
                .map(ObjectKey::of)
                .forEach(server -> planners.computeIfAbsent(server, key -> new ServerPlanner(key, started, onChange)));
        context = Optional.of(started);
        releaseAll(started);
        Stream.of(
                        started.resources().domains(),
                        started.resources().relays(),
                        started.resources().users())
                .forEach(resources -> onChange.accept(resources
                        .all()
                        .filter(resource -> isWithoutServer(started, resource))
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
                    .flatMap(resource -> its.lookup().affected(resource).stream())
                    .collect(Collectors.toSet());
            if (now instanceof MailServer server) {
                ObjectKey key = ObjectKey.of(server);
                plannerOf(key);
                if (before.isEmpty()) {
                    attached(its.lookup(), key);
                }
            }
            if (UnreadableResources.isUnreadable(now)) {
                // Whatever it claims waits, on whichever MailServer.
                servers = its.servers();
            } else if (PurgeFinalizer.isWaiting(now) && servers.isEmpty()) {
                // The MailServer that has its mail is not known: each is asked to remove it.
                servers = its.servers();
            }
            if (PurgeFinalizer.isWaiting(now)) {
                release(() -> its.purges().releaseIfDone(now, its.servers()));
            }
            servers.forEach(this::changed);
            if (now instanceof MailDomain domain && (before.isEmpty() || !sameServer(before.get(), domain))) {
                onChange.accept(
                        its.lookup().usersOf(domain).map(ResourceRef::of).toList());
            }
        });
    }

    private void deleted(HasMetadata resource) {
        running().ifPresent(its -> {
            its.lookup().affected(resource).forEach(this::changed);
            if (resource instanceof MailServer server) {
                ObjectKey key = ObjectKey.of(server);
                Optional.ofNullable(planners.remove(key)).ifPresent(ServerPlanner::close);
                its.secrets().forget(key);
                its.owned()
                        .retain(planners.keySet().stream()
                                .map(ObjectKey::namespace)
                                .collect(Collectors.toSet()));
                attached(its.lookup(), key);
                releaseAll(its);
            }
            if (resource instanceof MailDomain domain) {
                onChange.accept(
                        its.lookup().usersOf(domain).map(ResourceRef::of).toList());
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

    /** The facts of a resource as it is; absent as long as no plan has seen it. */
    public Optional<StatusFacts> facts(HasMetadata resource) {
        return running().flatMap(its -> {
            if (UnreadableResources.isUnreadable(resource)) {
                return Optional.of(UnplannedFacts.unreadable(resource));
            }
            if (isWithoutServer(its, resource)) {
                return Optional.of(UnplannedFacts.withoutServer(resource, its.lookup()));
            }
            if (PurgeFinalizer.isWaiting(resource)) {
                return Optional.of(UnplannedFacts.deleting(resource));
            }
            return its.lookup()
                    .server(resource)
                    .flatMap(server -> Optional.ofNullable(planners.get(server)))
                    .flatMap(planner -> planner.facts(
                            ResourceRef.of(resource), resource.getMetadata().getGeneration()));
        });
    }

    /** Whether the resource belongs to no MailServer that is there. */
    private static boolean isWithoutServer(PlannerContext its, HasMetadata resource) {
        return !(resource instanceof MailServer)
                && its.lookup()
                        .server(resource)
                        .flatMap(server -> its.resources().servers().get(server))
                        .isEmpty();
    }

    /** The finalizers; absent before the start. */
    public Optional<PurgeFinalizer> purges() {
        return running().map(PlannerContext::purges);
    }

    /** How many MailServers are planned for. */
    public int count() {
        return planners.size();
    }

    private Optional<PlannerContext> running() {
        return context;
    }

    private void plannerOf(ObjectKey server) {
        running().ifPresent(its -> planners.computeIfAbsent(server, key -> new ServerPlanner(key, its, onChange)));
    }

    /** The resources of a MailServer that has come or gone. */
    private void attached(ServerLookup lookup, ObjectKey server) {
        List<ResourceRef> refs = new ArrayList<>();
        lookup.relaysOf(server).forEach(relay -> refs.add(ResourceRef.of(relay)));
        lookup.domainsOf(server).forEach(domain -> {
            refs.add(ResourceRef.of(domain));
            lookup.usersOf(domain).forEach(user -> refs.add(ResourceRef.of(user)));
        });
        onChange.accept(refs);
        // Other plans say of such resources that there is no such MailServer.
        changed();
    }

    /** Removes the finalizer of resources whose mail is removed, or that have none. To be called from time to time. */
    public void release() {
        running().ifPresent(its -> its.purges().releaseAll(its.servers()));
    }

    private static void releaseAll(PlannerContext its) {
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
        context = Optional.empty();
        planners.values().forEach(ServerPlanner::close);
        planners.clear();
    }
}
