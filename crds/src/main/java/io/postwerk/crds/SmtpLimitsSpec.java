package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What one client, message or session may take when mail is received. */
@SpecRecord
public record SmtpLimitsSpec(
        @Default("50Mi")
        @Size(min = 1, max = 16)
        @Pattern(Patterns.QUANTITY)
        @ValidationRule(
                value = "isQuantity(self) && quantity(self).compareTo(quantity('64Ki')) >= 0 && "
                        + "quantity(self).compareTo(quantity('2147483647')) <= 0",
                message = Rules.MESSAGE_SIZE)
        @JsonPropertyDescription("Largest message, as a quantity of octets.")
        String messageSize,

        @Default("1000") @Min(100) @Max(100000) @JsonPropertyDescription("Most recipients of one message.")
        int recipients,

        @Default("1000")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription("Most connections at the same time, over all listeners.")
        int connections) {}
