package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.postwerk.crds.Conditioned;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.StatusCondition;
import io.postwerk.crds.StatusCondition.Status;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.planning.Findings.Finding;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts.Details;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is to say of the resources of a MailServer that no plan can be made for: a tenant who waits is told that it is not for the
 * tenant to act. Why, the MailServer alone says: its specification is not the tenants' to read.
 */
final class Unplanned {
    private static final Fact RESOLVED = new Fact(true, Reason.RESOLVED, "");

    private Unplanned() {}

    /** Of all but those that were accepted as they are: an earlier plan, which is still in force, has them. */
    static Map<ResourceRef, Finding> of(ObjectKey server, ServerLookup attribution) {
        Fact why = new Fact(
                false,
                Reason.SERVER_NOT_PLANNABLE,
                "nothing can be planned for MailServer " + server
                        + " as it is, so it is not known whether this is valid; whoever keeps the MailServer finds the reason"
                        + " in its conditions");
        Map<ResourceRef, Finding> found = new HashMap<>();
        resources(server, attribution)
                .filter(resource ->
                        attribution.server(resource).filter(server::equals).isPresent())
                .filter(resource -> !isAccepted(resource))
                .forEach(resource -> found.put(
                        ResourceRef.of(resource),
                        new Finding(
                                resource.getMetadata().getGeneration(),
                                why,
                                RESOLVED,
                                new Details.None(),
                                status(resource))));
        return found;
    }

    private static Stream<HasMetadata> resources(ObjectKey server, ServerLookup attribution) {
        return Stream.concat(
                attribution.relaysOf(server).stream(),
                attribution.domainsOf(server).stream()
                        .flatMap(domain -> Stream.concat(Stream.of(domain), attribution.usersOf(domain))));
    }

    private static boolean isAccepted(HasMetadata resource) {
        return status(resource)
                .flatMap(status -> Conditions.find(status.conditions(), Conditions.ACCEPTED))
                .filter(condition -> condition.status() == Status.TRUE)
                .map(StatusCondition::observedGeneration)
                .filter(resource.getMetadata().getGeneration()::equals)
                .isPresent();
    }

    private static Optional<Conditioned> status(HasMetadata resource) {
        return resource instanceof CustomResource<?, ?> custom && custom.getStatus() instanceof Conditioned status
                ? Optional.of(status)
                : Optional.empty();
    }
}
