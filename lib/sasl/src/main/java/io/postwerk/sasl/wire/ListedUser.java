package io.postwerk.sasl.wire;

/** {@code LIST id userid}: one of the users asked for. */
public record ListedUser(long id, String userId) implements UserdbServerMessage {

    static final String COMMAND = "LIST";

    static ListedUser parse(Fields fields) throws WireException {
        return new ListedUser(fields.id(), fields.text(2));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(userId);
    }
}
