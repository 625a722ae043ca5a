package io.postwerk.operator.status;

import io.postwerk.crds.MailDomainStatus;
import java.util.List;

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
     */
    record OfServer(String version, long sequence, List<String> addresses) implements Details {
        public OfServer {
            addresses = List.copyOf(addresses);
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
