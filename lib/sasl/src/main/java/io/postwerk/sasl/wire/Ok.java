package io.postwerk.sasl.wire;

import java.util.Optional;

/** {@code OK id user=... [resp=base64] [parameter...]}: the exchange ended well. */
public record Ok(long id, Parameters parameters) implements AuthServerMessage {

    static final String COMMAND = "OK";

    /** Opaque id of the user's mailbox: an addition of ours. */
    public static final String MAILBOX_ID = "mailbox_id";

    static Ok parse(Fields fields) throws WireException {
        return new Ok(fields.id(), fields.parametersFrom(2));
    }

    /** Whose login it was. Postfix takes an OK without it for a failure. */
    public Optional<String> user() {
        return parameters.value("user");
    }

    /** The last data of the mechanism; only to a front end that said {@code final-resp-ok}. */
    public Optional<Base64Data> finalData() {
        return parameters.value("resp").map(Base64Data::decode);
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).fields(parameters.fields());
    }
}
