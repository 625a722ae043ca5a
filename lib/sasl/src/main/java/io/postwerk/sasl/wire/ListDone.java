package io.postwerk.sasl.wire;

/** {@code DONE id [fail]}: the list has ended, and is complete or not. */
public record ListDone(long id, boolean complete) implements UserdbServerMessage {

    static final String COMMAND = "DONE";

    private static final String FAILED = "fail";

    static ListDone parse(Fields fields) throws WireException {
        return new ListDone(fields.id(), !fields.parametersFrom(2).has(FAILED));
    }

    /** The last field is there even when it is empty, as Dovecot has it. */
    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(complete ? "" : FAILED);
    }
}
