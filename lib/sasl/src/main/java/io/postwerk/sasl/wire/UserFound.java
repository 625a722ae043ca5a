package io.postwerk.sasl.wire;

/**
 * {@code USER id userid [parameter...]}: the user exists.
 *
 * @param userId as the service spells it, which need not be as it was asked
 */
public record UserFound(long id, String userId, Parameters parameters) implements UserdbServerMessage {

    static final String COMMAND = "USER";

    /** Additions of ours. Quotas are in octets and in messages. */
    public static final String MAILBOX_ID = "mailbox_id";

    public static final String QUOTA_STORAGE = "quota_storage";
    public static final String QUOTA_MESSAGES = "quota_messages";
    public static final String DISABLED = "disabled";

    /** The mechanism of the login that was asked about. */
    public static final String MECHANISM = "auth_mech";

    static UserFound parse(Fields fields) throws WireException {
        return new UserFound(fields.id(), fields.text(2), fields.parametersFrom(3));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(userId).fields(parameters.fields());
    }
}
