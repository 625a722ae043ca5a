package io.postwerk.operator.status;

import io.postwerk.crds.Conditioned;
import io.postwerk.crds.MailDomainStatus;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.ResourceStatus;
import io.postwerk.crds.StatusCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the status of a resource of a verdict, in the type of its kind. */
public final class Statuses {
    private Statuses() {}

    /** The conditions of a status, which need not be there. */
    public static List<StatusCondition> conditions(Conditioned status) {
        return status == null ? List.of() : status.conditions();
    }

    /** Of a MailServer; absent if it is as it should be. */
    public static Optional<MailServerStatus> server(MailServerStatus before, Verdict verdict, Instant now) {
        MailServerStatus status = new MailServerStatus();
        if (verdict.details() instanceof Details.OfServer server) {
            status = status.withVersion(server.version())
                    .withSequence(server.sequence())
                    .withAddresses(server.addresses());
        }
        MailServerStatus wanted = status.withObservedGeneration(verdict.generation())
                .withConditions(Conditions.of(verdict, conditions(before), now));
        return Optional.of(wanted).filter(w -> !w.equals(before));
    }

    /** Of a MailDomain; absent if it is as it should be. */
    public static Optional<MailDomainStatus> domain(MailDomainStatus before, Verdict verdict, Instant now) {
        MailDomainStatus status = new MailDomainStatus();
        if (verdict.details() instanceof Details.OfDomain domain) {
            status = status.withUsers(domain.users()).withDnsRecords(domain.dnsRecords());
        }
        MailDomainStatus wanted = status.withConditions(Conditions.of(verdict, conditions(before), now));
        return Optional.of(wanted).filter(w -> !w.equals(before));
    }

    /** Of any other resource; absent if it is as it should be. */
    public static Optional<ResourceStatus> resource(ResourceStatus before, Verdict verdict, Instant now) {
        ResourceStatus wanted = new ResourceStatus(Conditions.of(verdict, conditions(before), now));
        return Optional.of(wanted).filter(w -> !w.equals(before));
    }
}
