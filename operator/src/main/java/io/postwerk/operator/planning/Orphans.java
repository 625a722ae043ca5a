package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.cache.UnreadableResources;
import io.postwerk.operator.status.StatusFacts;
import io.postwerk.operator.status.StatusFacts.Details;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.Optional;

/** What there is to say of resources that no plan speaks of: they belong to no MailServer, or are on their way out. */
final class Orphans {
    private static final Fact RESOLVED = new Fact(true, Reason.RESOLVED, "");
    private static final Fact NOT_ACCEPTED = new Fact(false, Reason.NOT_ACCEPTED, "see the condition Accepted");

    private Orphans() {}

    /** Of a resource that could not be read. */
    static StatusFacts unreadable(HasMetadata resource) {
        return new StatusFacts(
                resource.getMetadata().getGeneration(),
                new Fact(
                        false,
                        Reason.INVALID,
                        "spec: " + UnreadableResources.problem(resource).orElse("") + "; upgrade the operator"),
                RESOLVED,
                NOT_ACCEPTED,
                new Details.None());
    }

    /** Of a resource that stays until its mail is gone. */
    static StatusFacts leaving(HasMetadata resource) {
        Fact leaving = new Fact(false, Reason.DELETING, "is being deleted, as soon as its mail is removed");
        return new StatusFacts(
                resource.getMetadata().getGeneration(), leaving, RESOLVED, NOT_ACCEPTED, new Details.None());
    }

    static StatusFacts verdict(HasMetadata resource, ServerLookup attribution) {
        return new StatusFacts(
                resource.getMetadata().getGeneration(),
                why(resource, attribution),
                RESOLVED,
                NOT_ACCEPTED,
                new Details.None());
    }

    private static Fact why(HasMetadata resource, ServerLookup attribution) {
        if (resource instanceof MailUser user) {
            Optional<MailDomain> domain = attribution.domain(user);
            return domain.map(found -> new Fact(
                            false,
                            Reason.DOMAIN_NOT_ACCEPTED,
                            "spec.address: MailDomain " + ObjectKey.of(found)
                                    + " does not have its domain; see the problem of that MailDomain"))
                    .orElseGet(() -> withoutDomain(user));
        }
        String server = attribution.server(resource).map(ObjectKey::toString).orElse("");
        return new Fact(
                false,
                Reason.SERVER_NOT_FOUND,
                "spec.serverRef: there is no MailServer " + server + "; correct the name and namespace, or add it");
    }

    private static Fact withoutDomain(MailUser user) {
        String namespace = user.getMetadata().getNamespace();
        String missing = user.getSpec()
                .domainRef()
                .map(reference -> "spec.domainRef: there is no MailDomain " + reference.key(namespace))
                .orElseGet(() -> "spec.address: there is no MailDomain of '"
                        + user.getSpec().address().replaceFirst("^.*@", "") + "' in namespace " + namespace);
        return new Fact(
                false, Reason.DOMAIN_NOT_FOUND, missing + "; add it, or refer to the right one in spec.domainRef");
    }
}
