package io.postwerk.operator.status;

import io.postwerk.crds.Conditioned;
import io.postwerk.crds.MailDomainStatus;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.ResourceStatus;
import io.postwerk.crds.StatusCondition;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the status of a resource is made from: all that is known of one generation of it.
 *
 * @param generation {@code metadata.generation} that was looked at
 * @param accepted whether it is valid, attached and without conflict
 * @param resolved whether what it refers to is there
 * @param programmed whether every ready pod has it
 * @param details what only resources of its kind have
 */
public record StatusFacts(long generation, Fact accepted, Fact resolved, Fact programmed, Details details) {
    /** What a status has besides conditions. */
    public sealed interface Details {
        /** Nothing. */
        record None() implements Details {}

        /**
         * Of a MailServer.
         *
         * @param version tag of the images that run; empty if none do
         * @param sequence number of the configuration that was applied last; 0 if none was
         * @param addresses where the exposures can be reached
         * @param smtp the smtp-server pods that there are
         * @param storage what its volumes have room for
         * @param conditions conditions that only a MailServer has, by their type; they have no say in whether it is ready
         */
        record OfServer(
                String version,
                long sequence,
                List<String> addresses,
                MailServerStatus.Smtp smtp,
                MailServerStatus.Storage storage,
                SortedMap<String, Fact> conditions)
                implements Details {
            public OfServer {
                addresses = List.copyOf(addresses);
                conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
            }

            /** What the status of a MailServer says. */
            public static OfServer of(@Nullable MailServerStatus status) {
                MailServerStatus known = status == null ? new MailServerStatus() : status;
                return new OfServer(
                        known.version(),
                        known.sequence(),
                        known.addresses(),
                        known.smtp(),
                        known.storage(),
                        new TreeMap<>());
            }

            /** The same, with the smtp-server pods that there are. */
            public OfServer withPods(MailServerStatus.Smtp pods) {
                return new OfServer(version, sequence, addresses, pods, storage, conditions);
            }

            /** The same, with one more condition. */
            public OfServer with(String condition, Fact fact) {
                SortedMap<String, Fact> all = new TreeMap<>(conditions);
                all.put(condition, fact);
                return new OfServer(version, sequence, addresses, smtp, storage, all);
            }

            /** The same, with what is known of its volumes. */
            public OfServer withStorage(MailServerStatus.Storage known, Optional<Fact> resized) {
                OfServer its = new OfServer(version, sequence, addresses, smtp, known, conditions);
                return resized.map(fact -> its.with(Conditions.STORAGE_RESIZED, fact))
                        .orElse(its);
            }
        }

        /**
         * Of a MailDomain.
         *
         * @param users how many users it has
         * @param dnsRecords what to publish
         */
        record OfDomain(int users, List<MailDomainStatus.DnsRecord> dnsRecords) implements Details {
            public OfDomain {
                dnsRecords = List.copyOf(dnsRecords);
            }
        }
    }

    /** Whether it is in use, and if not, the first thing to look at. */
    public Fact ready() {
        if (!accepted.holds()) {
            return accepted;
        }
        if (!resolved.holds()) {
            return resolved;
        }
        return programmed.holds() ? new Fact(true, Reason.READY, "") : programmed;
    }

    /** The status of a MailServer; absent if it is as it should be. */
    public Optional<MailServerStatus> serverStatus(MailServerStatus before, Instant now) {
        Details.OfServer server = details instanceof Details.OfServer its ? its : Details.OfServer.of(null);
        MailServerStatus wanted = new MailServerStatus(
                Conditions.of(this, conditions(before), now),
                generation,
                server.version(),
                server.sequence(),
                server.addresses(),
                server.smtp(),
                server.storage());
        return Optional.of(wanted).filter(w -> !w.equals(before));
    }

    /** The status of a MailDomain; absent if it is as it should be. */
    public Optional<MailDomainStatus> domainStatus(MailDomainStatus before, Instant now) {
        Details.OfDomain domain = details instanceof Details.OfDomain its ? its : new Details.OfDomain(0, List.of());
        MailDomainStatus wanted = new MailDomainStatus(
                Conditions.of(this, conditions(before), now), generation, domain.users(), domain.dnsRecords());
        return Optional.of(wanted).filter(w -> !w.equals(before));
    }

    /** The status of any other resource; absent if it is as it should be. */
    public Optional<ResourceStatus> resourceStatus(ResourceStatus before, Instant now) {
        ResourceStatus wanted = new ResourceStatus(Conditions.of(this, conditions(before), now), generation);
        return Optional.of(wanted).filter(w -> !w.equals(before));
    }

    /** The conditions of a status, which need not be there. */
    public static List<StatusCondition> conditions(@Nullable Conditioned status) {
        return status == null ? List.of() : status.conditions();
    }
}
