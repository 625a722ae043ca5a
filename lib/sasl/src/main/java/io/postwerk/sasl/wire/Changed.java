package io.postwerk.sasl.wire;

/**
 * {@code CHANGED id sequence}: the users are those of that configuration now. An addition of ours.
 *
 * @param id of the {@link Watch}
 * @param sequence of the configuration; 0 while none is loaded
 */
public record Changed(long id, long sequence) implements UserdbServerMessage {

    static final String COMMAND = "CHANGED";

    static Changed parse(Fields fields) throws WireException {
        return new Changed(fields.id(), fields.longNumber(2));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(sequence);
    }
}
