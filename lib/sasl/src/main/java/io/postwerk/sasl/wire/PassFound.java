package io.postwerk.sasl.wire;

/** {@code PASS id user=... [parameter...]}: the user exists and can log in. */
public record PassFound(long id, Parameters parameters) implements UserdbServerMessage {

    static final String COMMAND = "PASS";

    static PassFound parse(Fields fields) throws WireException {
        return new PassFound(fields.id(), fields.parametersFrom(2));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).fields(parameters.fields());
    }
}
