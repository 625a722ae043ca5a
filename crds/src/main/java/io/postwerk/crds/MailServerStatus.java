package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Optional;

/** What is known of a MailServer. Before anything is, numbers are 0 and texts are empty. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MailServerStatus(
        @Size(max = 16) @SpecRecord.MapList("type") @JsonPropertyDescription(ResourceStatus.CONDITIONS)
        List<StatusCondition> conditions,

        @Min(0) @JsonPropertyDescription(ResourceStatus.OBSERVED_GENERATION)
        long observedGeneration,

        @Size(max = 128) @JsonPropertyDescription("Tag of the images that run.")
        String version,

        @Min(0) @JsonPropertyDescription("Number of the configuration that was applied last.")
        long sequence,

        @Size(max = 64)
        @SpecRecord.SetList
        @JsonPropertyDescription(
                "Where the exposures can be reached: IP addresses and host names that load balancers gave.")
        List<@Size(min = 1, max = 253) String> addresses,

        @JsonPropertyDescription("The smtp-server pods that there are.")
        Smtp smtp,

        @JsonPropertyDescription("The volumes.") Storage storage)
        implements Conditioned {

    @JsonCreator
    public MailServerStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        version = version == null ? "" : version;
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
        smtp = smtp == null ? Smtp.NONE : smtp;
        storage = storage == null ? Storage.NONE : storage;
    }

    /** An empty status. */
    public MailServerStatus() {
        this(List.of(), 0, "", 0, List.of(), Smtp.NONE, Storage.NONE);
    }

    /** The volumes. */
    public record Storage(
            @JsonPropertyDescription("What they have room for.")
            Capacity capacity) {
        /** None are known. */
        public static final Storage NONE = new Storage(new Capacity(Optional.empty(), Optional.empty()));

        @JsonCreator
        public Storage {
            capacity = capacity == null ? NONE.capacity() : capacity;
        }

        /** What volumes have room for. */
        @SpecRecord
        public record Capacity(
                @Size(max = 32)
                @JsonPropertyDescription(
                        "Capacity of the largest volume of an smtp-server pod. No less can be asked for.")
                Optional<String> smtp,

                @Size(max = 32)
                @JsonPropertyDescription(
                        "Capacity of the largest volume of an imap-server pod. No less can be asked for.")
                Optional<String> mailbox) {}
    }

    /** The smtp-server pods that there are, as the scale subresource shows them. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Smtp(
            @Min(0)
            @StatusReplicas
            @JsonPropertyDescription(
                    "How many smtp-server pods there are. One that is to go is counted until its queue is empty.")
            int replicas,

            @Size(max = 512)
            @LabelSelector
            @JsonPropertyDescription("Labels that select the smtp-server pods, for a HorizontalPodAutoscaler.")
            String selector) {
        /** None are known. */
        public static final Smtp NONE = new Smtp(0, "");

        @JsonCreator
        public Smtp {
            selector = selector == null ? "" : selector;
        }
    }
}
