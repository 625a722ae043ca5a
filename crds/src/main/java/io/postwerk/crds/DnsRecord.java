package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

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
