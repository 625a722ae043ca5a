package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Optional;

/** Where mail for other people's domains goes. */
@FieldsOnly
public final class OutboundSpec {
    @JsonPropertyDescription("Server that takes all of it. Without one such mail is refused. Postfix: relayhost.")
    private NextHopSpec nextHop;

    /** Server that takes all of it. */
    public Optional<NextHopSpec> nextHop() {
        return Optional.ofNullable(nextHop);
    }
}
