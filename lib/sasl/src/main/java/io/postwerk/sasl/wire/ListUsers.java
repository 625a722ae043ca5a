package io.postwerk.sasl.wire;

import java.util.Optional;

/** {@code LIST id [user=mask] [parameter...]}: asks for the names of all users, or those that a mask fits. */
public record ListUsers(long id, Parameters parameters) implements UserdbClientMessage {

    static final String COMMAND = "LIST";

    static ListUsers parse(Fields fields) throws WireException {
        return new ListUsers(fields.id(), fields.parametersFrom(2));
    }

    /** With {@code *} for any text and {@code ?} for any character, compared without case. */
    public Optional<String> mask() {
        return parameters.value("user");
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).fields(parameters.fields());
    }
}
