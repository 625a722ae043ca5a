package io.postwerk.sasl.wire;

/**
 * {@code WATCH id}: asks to be told whenever the users change. It is answered at once with {@link Changed}, and again at each
 * change. An addition of ours; Dovecot closes the connection, so this needs one of its own.
 */
public record Watch(long id) implements UserdbClientMessage {

    static final String COMMAND = "WATCH";

    static Watch parse(Fields fields) throws WireException {
        return new Watch(fields.id());
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id);
    }
}
