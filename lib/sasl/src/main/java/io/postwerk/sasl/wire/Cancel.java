package io.postwerk.sasl.wire;

/** {@code CANCEL id}: the client gave up. It is not answered, and nothing else about the request follows. */
public record Cancel(long id) implements AuthClientMessage {

    static final String COMMAND = "CANCEL";

    static Cancel parse(Fields fields) throws WireException {
        return new Cancel(fields.id());
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id);
    }
}
