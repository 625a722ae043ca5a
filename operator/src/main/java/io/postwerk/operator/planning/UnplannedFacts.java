package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.StatusCondition;
import io.postwerk.crds.StatusCondition.Status;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.cache.UnreadableResources;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts;
import io.postwerk.operator.status.StatusFacts.Details;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Facts of resources that no plan speaks of: they belong to no MailServer, cannot be read, are being deleted, or their MailServer
 * cannot be planned for.
 */
final class UnplannedFacts {
    private static final Fact RESOLVED = new Fact(true, Reason.RESOLVED, "");
    private static final Fact NOT_ACCEPTED = new Fact(false, Reason.NOT_ACCEPTED, "see the condition Accepted");

    private UnplannedFacts() {}

    /** Of a resource that could not be read. */
    static StatusFacts unreadable(HasMetadata resource) {
        String problem = UnreadableResources.problem(resource).orElse("");
        return notAccepted(resource, Reason.INVALID, "spec: " + problem + "; upgrade the operator");
    }

    /** Of a resource that stays until its mail is removed. */
    static StatusFacts deleting(HasMetadata resource) {
        return notAccepted(resource, Reason.DELETING, "is being deleted, as soon as its mail is removed");
    }

    /** Of a resource that belongs to no MailServer that is there. */
    static StatusFacts withoutServer(HasMetadata resource, ServerLookup lookup) {
        if (!(resource instanceof MailUser user)) {
            String server = lookup.server(resource).map(ObjectKey::toString).orElse("");
            return notAccepted(
                    resource,
                    Reason.SERVER_NOT_FOUND,
                    "spec.serverRef: there is no MailServer " + server + "; correct the name and namespace, or add it");
        }
        Optional<MailDomain> domain = lookup.domain(user);
        if (domain.isPresent()) {
            return notAccepted(
                    user,
                    Reason.DOMAIN_NOT_ACCEPTED,
                    "spec.address: MailDomain " + ObjectKey.of(domain.get())
                            + " does not have its domain; see the problem of that MailDomain");
        }
        String namespace = user.getMetadata().getNamespace();
        String missing = user.getSpec()
                .domainRef()
                .map(reference -> "spec.domainRef: there is no MailDomain " + reference.key(namespace))
                .orElseGet(() -> "spec.address: there is no MailDomain of '"
                        + user.getSpec().address().replaceFirst("^.*@", "") + "' in namespace " + namespace);
        return notAccepted(
                user, Reason.DOMAIN_NOT_FOUND, missing + "; add it, or refer to the right one in spec.domainRef");
    }

    private static StatusFacts notAccepted(HasMetadata resource, Reason reason, String message) {
        return new StatusFacts(
                resource.getMetadata().getGeneration(),
                new Fact(false, reason, message),
                RESOLVED,
                NOT_ACCEPTED,
                new Details.None());
    }

    /**
     * Of the resources of a MailServer that no plan can be made for, but not of those that were accepted as they are: an earlier
     * plan, which is still in force, has them. The reason stands with the MailServer alone: its specification is not the tenants' to
     * read.
     */
    static Map<ResourceRef, PlannedFacts.Resource> of(ObjectKey server, ServerLookup lookup) {
        Fact why = new Fact(
                false,
                Reason.SERVER_NOT_PLANNABLE,
                "nothing can be planned for MailServer " + server
                        + " as it is, so it is not known whether this is valid; whoever keeps the MailServer finds the reason"
                        + " in its conditions");
        Map<ResourceRef, PlannedFacts.Resource> found = new HashMap<>();
        resources(server, lookup)
                .filter(resource ->
                        lookup.server(resource).filter(server::equals).isPresent())
                .filter(resource -> !isAccepted(resource))
                .forEach(resource -> found.put(
                        ResourceRef.of(resource),
                        PlannedFacts.Resource.of(resource, why, RESOLVED, new Details.None())));
        return found;
    }

    private static Stream<HasMetadata> resources(ObjectKey server, ServerLookup lookup) {
        return Stream.concat(
                lookup.relaysOf(server).stream(),
                lookup.domainsOf(server).stream()
                        .flatMap(domain -> Stream.concat(Stream.of(domain), lookup.usersOf(domain))));
    }

    private static boolean isAccepted(HasMetadata resource) {
        return PlannedFacts.status(resource)
                .flatMap(status -> Conditions.find(status.conditions(), Conditions.ACCEPTED))
                .filter(condition -> condition.status() == Status.TRUE)
                .map(StatusCondition::observedGeneration)
                .filter(resource.getMetadata().getGeneration()::equals)
                .isPresent();
    }
}
