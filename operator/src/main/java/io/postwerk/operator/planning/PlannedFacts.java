package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.CustomResource;
import io.postwerk.crds.Conditioned;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.operator.apply.VolumeSizes;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts.Details;
import io.postwerk.operator.upgrade.Upgrade;
import io.postwerk.plan.Plan;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plan says of the resources that belong to its MailServer. */
final class PlannedFacts {
    private static final Details NONE = new Details.None();

    /**
     * What it says of one of them.
     *
     * @param generation its generation
     * @param accepted whether it is valid, attached and without conflict
     * @param resolved whether what it refers to is there
     * @param details fields of its status other than conditions
     * @param status what its status is
     */
    record Resource(long generation, Fact accepted, Fact resolved, Details details, Optional<Conditioned> status) {
        static Resource of(HasMetadata resource, Fact accepted, Fact resolved, Details details) {
            return new Resource(
                    resource.getMetadata().getGeneration(), accepted, resolved, details, PlannedFacts.status(resource));
        }

        Resource withResolved(Fact other) {
            return new Resource(generation, accepted, other, details, status);
        }

        Resource at(long latest) {
            return new Resource(latest, accepted, resolved, details, status);
        }

        Resource withDetails(Details others) {
            return new Resource(generation, accepted, resolved, others, status);
        }
    }

    private final ObjectKey server;
    private final ResourceRef itself;
    private final Map<ResourceRef, Resource> found = new HashMap<>();
    private Optional<Fact> waiting = Optional.empty();

    PlannedFacts(ObjectKey server, ServerLookup lookup, Manifests manifests, Plan plan) {
        this.server = server;
        this.itself = new ResourceRef("MailServer", server);
        Map<ResourceRef, HasMetadata> resources = new HashMap<>();
        for (Sourced<?> sourced : manifests.resources()) {
            if (sourced.resource() instanceof CustomResource<?, ?> resource) {
                resources.put(ResourceRef.of(resource), resource);
            }
        }
        for (ResourceFacts facts : plan.facts()) {
            ResourceRef ref = new ResourceRef(facts.kind(), facts.key());
            Optional.ofNullable(resources.get(ref))
                    .filter(resource ->
                            lookup.server(resource).filter(server::equals).isPresent())
                    .ifPresent(resource -> found.put(ref, facts(resource, facts, plan)));
        }
    }

    private static Resource facts(HasMetadata resource, ResourceFacts facts, Plan plan) {
        Optional<Plan.DomainFacts> domain = Optional.ofNullable(
                facts.kind().equals("MailDomain") ? plan.domains().get(facts.key()) : null);
        return Resource.of(
                resource,
                facts.accepted(),
                facts.resolved(),
                domain.<Details>map(d -> new Details.OfDomain(d.users(), d.dnsRecords()))
                        .orElse(NONE));
    }

    /** What the status of a resource is. */
    static Optional<Conditioned> status(HasMetadata resource) {
        return resource instanceof CustomResource<?, ?> custom && custom.getStatus() instanceof Conditioned status
                ? Optional.of(status)
                : Optional.empty();
    }

    Map<ResourceRef, Resource> all() {
        return found;
    }

    /** What the MailServer itself waits for although its pods have the latest configuration. */
    Optional<Fact> waiting() {
        return waiting;
    }

    /** Sets the fields of the MailServer's own status; what is known of its volumes stays. */
    void setServerStatus(long sequence, String version, DependentObjects owned, MailServer resource) {
        Details.OfServer before = Details.OfServer.of(resource.getStatus());
        found.computeIfPresent(
                itself,
                (_, facts) -> facts.withDetails(new Details.OfServer(
                        version, sequence, addresses(owned), before.smtp(), before.storage(), before.conditions())));
    }

    /** Sets what is known of the volumes. */
    void setStorage(VolumeSizes sizes) {
        found.computeIfPresent(
                itself,
                (_, facts) -> facts.details() instanceof Details.OfServer its
                        ? facts.withDetails(its.withStorage(sizes.storage(), sizes.resized()))
                        : facts);
    }

    /** Sets what is known of the version. */
    void setUpgrade(Upgrade upgrade, Fact stalled) {
        found.computeIfPresent(itself, (_, facts) -> {
            Resource known = upgrade.refused().map(facts::withResolved).orElse(facts);
            return known.details() instanceof Details.OfServer its
                    ? known.withDetails(its.with(Conditions.UPGRADE_STALLED, stalled))
                    : known;
        });
    }

    /** Has the MailServer wait as long as pods that are to go still deliver mail. */
    void setDraining(DrainingPods draining, MailServer resource) {
        if (draining.isWaiting(resource)) {
            waiting = Optional.of(new Fact(
                    false,
                    Reason.PROGRAMMING,
                    "pods that are to go deliver what they have first: " + String.join(", ", draining.pods())));
        }
    }

    private List<String> addresses(DependentObjects owned) {
        return owned.all(server.name()).stream()
                .flatMap(object -> object instanceof Service service ? Stream.of(service) : Stream.empty())
                .filter(service ->
                        service.getStatus() != null && service.getStatus().getLoadBalancer() != null)
                .flatMap(service -> service.getStatus().getLoadBalancer().getIngress().stream())
                .flatMap(PlannedFacts::address)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> address(LoadBalancerIngress ingress) {
        return Optional.ofNullable(ingress.getIp()).or(() -> Optional.ofNullable(ingress.getHostname())).stream();
    }
}
