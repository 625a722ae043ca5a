package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What is known of a MailServer.
 *
 * @param conditions at most one of each type
 * @param observedGeneration generation of the resource that the rest was made from; 0 if none was yet
 * @param version tag of the images that run; empty if none do
 * @param sequence number of the configuration that was applied last; 0 if none was
 * @param addresses where the exposures can be reached: IP addresses and host names
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MailServerStatus(
        @Size(max = 16) @SpecRecord.MapList("type") @JsonPropertyDescription(ResourceStatus.CONDITIONS)
        List<StatusCondition> conditions,

        @Min(0) @JsonPropertyDescription("Generation of the resource that this was made from.")
        long observedGeneration,

        @Size(max = 128) @JsonPropertyDescription("Tag of the images that run.")
        String version,

        @Min(0) @JsonPropertyDescription("Number of the configuration that was applied last.")
        long sequence,

        @Size(max = 64)
        @SpecRecord.SetList
        @JsonPropertyDescription(
                "Where the exposures can be reached: IP addresses and host names that load balancers gave.")
        List<@Size(min = 1, max = 253) String> addresses)
        implements Conditioned {

    @JsonCreator
    public MailServerStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        version = version == null ? "" : version;
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
    }

    /** An empty status. */
    public MailServerStatus() {
        this(List.of(), 0, "", 0, List.of());
    }

    /** The same with other conditions. */
    public MailServerStatus withConditions(List<StatusCondition> conditions) {
        return new MailServerStatus(conditions, observedGeneration, version, sequence, addresses);
    }

    /** The same of another generation. */
    public MailServerStatus withObservedGeneration(long observedGeneration) {
        return new MailServerStatus(conditions, observedGeneration, version, sequence, addresses);
    }

    /** The same with images of another tag. */
    public MailServerStatus withVersion(String version) {
        return new MailServerStatus(conditions, observedGeneration, version, sequence, addresses);
    }

    /** The same with another configuration. */
    public MailServerStatus withSequence(long sequence) {
        return new MailServerStatus(conditions, observedGeneration, version, sequence, addresses);
    }

    /** The same at other addresses. */
    public MailServerStatus withAddresses(List<String> addresses) {
        return new MailServerStatus(conditions, observedGeneration, version, sequence, addresses);
    }
}
