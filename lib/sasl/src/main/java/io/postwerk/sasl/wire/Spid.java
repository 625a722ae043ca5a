package io.postwerk.sasl.wire;

/**
 * {@code SPID pid}: a number for the service. It comes after the MECH lines on a socket for logins (Postfix takes it for the
 * wrong socket otherwise), and ends the handshake on the socket for lookups.
 */
public record Spid(long pid) implements AuthServerMessage, UserdbServerMessage {

    static final String COMMAND = "SPID";

    static Spid parse(Fields fields) throws WireException {
        return new Spid(fields.number(1));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(pid);
    }
}
