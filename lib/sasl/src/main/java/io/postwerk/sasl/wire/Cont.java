package io.postwerk.sasl.wire;

import java.util.Optional;

/**
 * {@code CONT id base64}: from the service a challenge, from the front end the response to it. Fields that may follow are for
 * channel binding.
 */
public record Cont(long id, Base64Data data, Parameters parameters) implements AuthClientMessage, AuthServerMessage {

    static final String COMMAND = "CONT";

    /** With a challenge the type that is wanted, with a response its data in base64. From version 1.3 on. */
    public static final String CHANNEL_BINDING = "channel_binding";

    public Cont(long id, byte[] data) {
        this(id, Base64Data.of(data), Parameters.none());
    }

    /**
     * A challenge.
     *
     * @param bindingType the channel binding whose data has to come with the response
     */
    public static Cont challenge(long id, byte[] data, Optional<String> bindingType) {
        return new Cont(
                id,
                Base64Data.of(data),
                Parameters.builder().add(CHANNEL_BINDING, bindingType).build());
    }

    /**
     * A response.
     *
     * @param binding data of the channel binding that the challenge asked for
     */
    public static Cont response(long id, byte[] data, Optional<byte[]> binding) {
        return new Cont(
                id,
                Base64Data.of(data),
                Parameters.builder()
                        .add(CHANNEL_BINDING, binding.map(b -> Base64Data.of(b).encoded()))
                        .build());
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
