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

/** What is known of a MailDomain. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MailDomainStatus(
        @Size(max = 16) @SpecRecord.MapList("type") @JsonPropertyDescription(ResourceStatus.CONDITIONS)
        List<StatusCondition> conditions,

        @Min(0) @JsonPropertyDescription(ResourceStatus.OBSERVED_GENERATION)
        long observedGeneration,

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
        this(List.of(), 0, 0, List.of());
    }

    /** A record that should stand in the DNS. */
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
