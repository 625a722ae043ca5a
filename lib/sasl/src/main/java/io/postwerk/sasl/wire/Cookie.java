package io.postwerk.sasl.wire;

/** {@code COOKIE hex}: 128 random bits of the connection, which a later request elsewhere would have to know. */
public record Cookie(String hex) implements AuthServerMessage {

    static final String COMMAND = "COOKIE";

    static Cookie parse(Fields fields) throws WireException {
        return new Cookie(fields.text(1));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(hex);
    }
}
