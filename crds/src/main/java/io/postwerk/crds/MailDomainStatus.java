package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
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
        @Size(max = 16) @SpecRecord.MapList("type") @JsonPropertyDescription(ResourceStatus.CONDITIONS)
        List<StatusCondition> conditions,

        @Min(0) @JsonPropertyDescription("How many users the domain has.")
        int users,

        @Size(max = 64)
        @SpecRecord.MapList({"type", "name", "value"})
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

    /**
     * A record that should stand in the DNS.
     *
     * @param type its type
     * @param name its owner name, without a dot at the end
     * @param value its data in the form of zone files
     * @param purpose what it is for, and what to look at before publishing it
     */
    public record DnsRecord(
            @Required @JsonPropertyDescription("Type of the record.")
            Type type,

            @Required @Size(min = 1, max = 255) @JsonPropertyDescription("Owner name, without a dot at the end.")
            String name,

            @Required @Size(min = 1, max = 4096) @JsonPropertyDescription("Data, in the form of zone files.")
            String value,

            @Required
            @Size(max = 1024)
            @JsonPropertyDescription("What it is for, and what to look at before publishing it.")
            String purpose) {
        /** Types of records. */
        public enum Type {
            /** Where mail for the domain goes. */
            @JsonProperty("MX")
            MX,
            /** Text, as SPF and DMARC use it. */
            @JsonProperty("TXT")
            TXT
        }
    }
}
