package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What one client, message or session may take when mail is received. */
@FieldsOnly
public final class SmtpLimitsSpec {
    @Default("50Mi")
    @Size(min = 1, max = 16)
    @Pattern(Patterns.QUANTITY)
    @ValidationRule(
            value = "isQuantity(self) && quantity(self).compareTo(quantity('64Ki')) >= 0 && "
                    + "quantity(self).compareTo(quantity('2147483647')) <= 0",
            message = Rules.MESSAGE_SIZE)
    @JsonPropertyDescription("Largest message, as a quantity of octets.")
    private String messageSize = "50Mi";

    @Default("1000")
    @Min(100)
    @Max(100000)
    @JsonPropertyDescription("Most recipients of one message.")
    private int recipients = 1000;

    @Default("1000")
    @Min(1)
    @Max(1000000)
    @JsonPropertyDescription("Most connections at the same time, over all listeners.")
    private int connections = 1000;

    /** Largest message, as a quantity of octets. */
    public String messageSize() {
        return messageSize;
    }

    /** Most recipients of one message. */
    public int recipients() {
        return recipients;
    }

    /** Most connections at the same time, over all listeners. */
    public int connections() {
        return connections;
    }
}
