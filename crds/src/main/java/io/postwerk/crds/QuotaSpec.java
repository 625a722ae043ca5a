package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** How much a mailbox may hold. */
@FieldsOnly
public final class QuotaSpec {
    @Size(min = 1, max = 16)
    @Pattern(Patterns.QUANTITY)
    @JsonPropertyDescription("Most octets, as a quantity such as 5Gi.")
    private String storage;

    @Min(1)
    @Max(1000000000)
    @JsonPropertyDescription("Most messages.")
    private Long messages;

    /** Most octets, as a quantity such as 5Gi. */
    public Optional<String> storage() {
        return Optional.ofNullable(storage);
    }

    /** Most messages. */
    public Optional<Long> messages() {
        return Optional.ofNullable(messages);
    }
}
