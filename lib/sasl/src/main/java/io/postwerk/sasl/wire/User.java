package io.postwerk.sasl.wire;

import java.util.Optional;

/** {@code USER id userid service=... [parameter...]}: asks whether a user exists, and for their mailbox. */
public record User(long id, String userId, Parameters parameters) implements UserdbClientMessage {

    static final String COMMAND = "USER";

    /** The users must be at least as new as that; an addition of ours. */
    public static final String MIN_SEQUENCE = "min_sequence";

    static User parse(Fields fields) throws WireException {
        return new User(fields.id(), fields.text(2), fields.parametersFrom(3));
    }

    /** The service that asks; {@code protocol=} is its newer name. */
    public Optional<String> service() {
        return parameters.value("service").or(() -> parameters.value("protocol"));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(userId).fields(parameters.fields());
    }
}
