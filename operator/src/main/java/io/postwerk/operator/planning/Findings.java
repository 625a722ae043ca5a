package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.CustomResource;
import io.postwerk.crds.Conditioned;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.operator.cache.NamespaceObjects;
import io.postwerk.operator.planning.Verdicts.Finding;
import io.postwerk.operator.status.Details;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.plan.ObjectKey;
import io.postwerk.plan.Plan;
import io.postwerk.plan.ResourceFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plan says of the resources that belong to its MailServer. */
final class Findings {
    private static final Details NONE = new Details.None();

    private final ObjectKey server;
    private final Map<ResourceRef, Finding> found = new HashMap<>();

    Findings(ObjectKey server, Environment environment, Manifests manifests, Plan plan) {
        this.server = server;
        Map<ResourceRef, HasMetadata> resources = new HashMap<>();
        for (Sourced<?> sourced : manifests.resources()) {
            if (sourced.resource() instanceof CustomResource<?, ?> resource) {
                resources.put(ResourceRef.of(resource), resource);
            }
        }
        for (ResourceFacts facts : plan.facts()) {
            ResourceRef ref = new ResourceRef(facts.kind(), facts.key());
            Optional.ofNullable(resources.get(ref))
                    .filter(resource -> environment
                            .attribution()
                            .server(resource)
                            .filter(server::equals)
                            .isPresent())
                    .ifPresent(resource -> found.put(ref, finding(resource, facts)));
        }
    }

    private static Finding finding(HasMetadata resource, ResourceFacts facts) {
        Object status = resource instanceof CustomResource<?, ?> custom ? custom.getStatus() : null;
        return new Finding(
                resource.getMetadata().getGeneration(),
                facts.accepted(),
                facts.resolved(),
                NONE,
                status instanceof Conditioned conditioned ? conditioned : null);
    }

    /** All of it, with what the MailServer's own status has besides. */
    Map<ResourceRef, Finding> withServer(long sequence, String version, NamespaceObjects owned) {
        found.computeIfPresent(
                new ResourceRef("MailServer", server),
                (_, finding) -> new Finding(
                        finding.generation(),
                        finding.accepted(),
                        finding.resolved(),
                        new Details.OfServer(version, sequence, addresses(owned)),
                        finding.status()));
        return found;
    }

    private List<String> addresses(NamespaceObjects owned) {
        return owned.all(server.name()).stream()
                .flatMap(object -> object instanceof Service service ? Stream.of(service) : Stream.empty())
                .filter(service ->
                        service.getStatus() != null && service.getStatus().getLoadBalancer() != null)
                .flatMap(service -> service.getStatus().getLoadBalancer().getIngress().stream())
                .flatMap(Findings::address)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> address(LoadBalancerIngress ingress) {
        return Optional.ofNullable(ingress.getIp()).or(() -> Optional.ofNullable(ingress.getHostname())).stream();
    }
}
