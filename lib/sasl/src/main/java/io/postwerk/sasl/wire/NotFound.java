package io.postwerk.sasl.wire;

/** {@code NOTFOUND id}: there is no such user. */
public record NotFound(long id) implements UserdbServerMessage {

    static final String COMMAND = "NOTFOUND";

    static NotFound parse(Fields fields) throws WireException {
        return new NotFound(fields.id());
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id);
    }
}
