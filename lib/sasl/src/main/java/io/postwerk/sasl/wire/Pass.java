package io.postwerk.sasl.wire;

import java.util.Optional;

/** {@code PASS id userid service=... [parameter...]}: asks whether a user can log in. No password is involved. */
public record Pass(long id, String userId, Parameters parameters) implements UserdbClientMessage {

    static final String COMMAND = "PASS";

    static Pass parse(Fields fields) throws WireException {
        return new Pass(fields.id(), fields.text(2), fields.parametersFrom(3));
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
