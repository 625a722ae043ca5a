package io.postwerk.sasl.wire;

/**
 * {@code CONT id base64}: from the service a challenge, from the front end the response to it. Fields that may follow are for
 * channel binding.
 */
public record Cont(long id, Base64Data data, Parameters parameters) implements AuthClientMessage, AuthServerMessage {

    static final String COMMAND = "CONT";

    public Cont(long id, byte[] data) {
        this(id, Base64Data.of(data), Parameters.none());
    }

    static Cont parse(Fields fields) throws WireException {
        return new Cont(fields.id(), Base64Data.decode(fields.text(2)), fields.parametersFrom(3));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(data.encoded()).fields(parameters.fields());
    }

    /** Without the data, which may be a password. */
    @Override
    public String toString() {
        return "Cont[" + id + "]";
    }
}
