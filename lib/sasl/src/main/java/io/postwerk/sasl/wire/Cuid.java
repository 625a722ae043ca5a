package io.postwerk.sasl.wire;

/** {@code CUID id}: the number of the connection, counted by the service. */
public record Cuid(long id) implements AuthServerMessage {

    static final String COMMAND = "CUID";

    static Cuid parse(Fields fields) throws WireException {
        return new Cuid(fields.number(1));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id);
    }
}
