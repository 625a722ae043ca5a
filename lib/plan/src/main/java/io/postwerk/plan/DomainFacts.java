package io.postwerk.plan;

import io.postwerk.crds.MailDomainStatus;
import java.util.List;

/**
 * What a plan has to say of a MailDomain that has its domain, for its status.
 *
 * @param users how many users it has
 * @param dnsRecords what to publish in the DNS
 */
public record DomainFacts(int users, List<MailDomainStatus.DnsRecord> dnsRecords) {
    public DomainFacts {
        dnsRecords = List.copyOf(dnsRecords);
    }
}
