package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What is known of a MailDomain.
 *
 * @param conditions at most one of each type
 * @param users how many users the domain has
 * @param dnsRecords what to publish in the DNS
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MailDomainStatus(
        @Size(max = 16) @MapList("type") @JsonPropertyDescription(ResourceStatus.CONDITIONS)
        List<StatusCondition> conditions,

        @Min(0) @JsonPropertyDescription("How many users the domain has.")
        int users,

        @Size(max = 64)
        @MapList({"type", "name", "value"})
        @JsonPropertyDescription("What to publish in the DNS, so that mail finds the server and is believed elsewhere.")
        List<DnsRecord> dnsRecords)
        implements Conditioned {

    @JsonCreator
    public MailDomainStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        dnsRecords = dnsRecords == null ? List.of() : List.copyOf(dnsRecords);
    }

    /** An empty status. */
    public MailDomainStatus() {
        this(List.of(), 0, List.of());
    }

    /** The same with other conditions. */
    public MailDomainStatus withConditions(List<StatusCondition> conditions) {
        return new MailDomainStatus(conditions, users, dnsRecords);
    }

    /** The same with another number of users. */
    public MailDomainStatus withUsers(int users) {
        return new MailDomainStatus(conditions, users, dnsRecords);
    }

    /** The same with other records. */
    public MailDomainStatus withDnsRecords(List<DnsRecord> dnsRecords) {
        return new MailDomainStatus(conditions, users, dnsRecords);
    }
}
