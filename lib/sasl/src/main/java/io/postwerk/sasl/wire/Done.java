package io.postwerk.sasl.wire;

/** {@code DONE}: the service's handshake is over. */
public record Done() implements AuthServerMessage {

    static final String COMMAND = "DONE";

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND);
    }
}
