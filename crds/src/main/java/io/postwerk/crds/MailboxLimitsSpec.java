package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What one client or session may take when mail is read. */
@FieldsOnly
public final class MailboxLimitsSpec {
    @Default("2000")
    @Min(1)
    @Max(1000000)
    @JsonPropertyDescription("Most connections at the same time, over all listeners.")
    private int connections = 2000;

    /** Most connections at the same time, over all listeners. */
    public int connections() {
        return connections;
    }
}
