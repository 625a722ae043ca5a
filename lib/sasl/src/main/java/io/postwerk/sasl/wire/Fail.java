package io.postwerk.sasl.wire;

import io.postwerk.sasl.FailureReason;
import java.util.Optional;

/** {@code FAIL id [user=...] [code=...] [reason=text]}: the exchange, or the lookup, ended badly. */
public record Fail(long id, Parameters parameters) implements AuthServerMessage, UserdbServerMessage {

    static final String COMMAND = "FAIL";

    /**
     * The failure of an exchange. The text goes on to the user with Postfix: it says only what the front end or the user has
     * to do.
     *
     * @param user the name that the client gave
     */
    public static Fail of(long id, Optional<String> user, FailureReason reason) {
        return new Fail(
                id,
                Parameters.builder()
                        .add("user", user)
                        .add("code", FailCode.code(reason))
                        .add("reason", FailCode.text(reason))
                        .build());
    }

    static Fail parse(Fields fields) throws WireException {
        return new Fail(fields.id(), fields.parametersFrom(2));
    }

    /** What the code says; without a code, and with one from the future, the credentials were bad. */
    public FailureReason reason() {
        return FailCode.reason(parameters);
    }

    /** Text for the log. */
    public Optional<String> text() {
        return parameters.value("reason");
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).fields(parameters.fields());
    }
}
