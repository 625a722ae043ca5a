package io.postwerk.sasl.wire;

/** {@code CPID pid}: a number for the client, which ends its handshake. Pods see each other's numbers as
 * equal: it identifies nobody. */
public record Cpid(long pid) implements AuthClientMessage {

    static final String COMMAND = "CPID";

    static Cpid parse(Fields fields) throws WireException {
        return new Cpid(fields.number(1));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(pid);
    }
}
