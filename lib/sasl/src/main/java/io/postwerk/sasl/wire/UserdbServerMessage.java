package io.postwerk.sasl.wire;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import java.util.Optional;

/** What an authentication service says on the socket for lookups. */
public sealed interface UserdbServerMessage extends WireMessage {

    /** @throws WireException when the line is no such message: its connection is lost */
    static UserdbServerMessage parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return switch (fields.command()) {
            case "VERSION" -> new Version(ProtocolVersion.read(fields));
            case "SPID" -> new Spid(fields.number(1));
            case "USER" -> new UserFound(fields.id(), fields.text(2), fields.parametersFrom(3));
            case "PASS" -> new PassFound(fields.id(), fields.parametersFrom(2));
            case "NOTFOUND" -> new NotFound(fields.id());
            case "FAIL" -> new Fail(fields.id(), fields.parametersFrom(2));
            case "LIST" -> new ListedUser(fields.id(), fields.text(2));
            case "DONE" -> new ListDone(fields.id(), !fields.parametersFrom(2).has(ListDone.FAILED));
            case "CHANGED" -> new Changed(fields.id(), fields.longNumber(2));
            default -> throw new WireException("unknown reply");
        };
    }

    /** {@code VERSION major minor}: the first line. */
    record Version(ProtocolVersion version) implements UserdbServerMessage {

        @Override
        public void writeTo(LineText line) {
            version.writeTo(line);
        }
    }

    /** {@code SPID pid}: a number for the service, which ends the handshake here. */
    record Spid(long pid) implements UserdbServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("SPID").field(pid);
        }
    }

    /**
     * {@code USER id userid [parameter...]}: the user exists.
     *
     * @param userId as the service spells it, which need not be as it was asked
     */
    record UserFound(long id, String userId, Parameters parameters) implements UserdbServerMessage {

        /** Additions of ours. Quotas are in octets and in messages. */
        private static final String MAILBOX_ID = "mailbox_id";

        private static final String QUOTA_STORAGE = "quota_storage";
        private static final String QUOTA_MESSAGES = "quota_messages";
        private static final String DISABLED = "disabled";

        /** @param mechanism of the login that was asked about */
        public static UserFound of(long id, User user, Optional<String> mechanism) {
            return new UserFound(
                    id,
                    user.address().toString(),
                    Parameters.builder()
                            .add(MAILBOX_ID, user.mailboxId())
                            .add(QUOTA_STORAGE, user.quotaStorage())
                            .add(QUOTA_MESSAGES, user.quotaMessages())
                            .addIf(user.disabled(), DISABLED)
                            .add("auth_mech", mechanism)
                            .build());
        }

        /** The user; empty when the name is no address. A service that has no ids for mailboxes goes by the address. */
        public Optional<User> user() {
            return EmailAddress.tryParse(userId)
                    .map(address -> new User(
                            address,
                            parameters.value(MAILBOX_ID).orElseGet(address::canonical),
                            parameters.number(QUOTA_STORAGE),
                            parameters.number(QUOTA_MESSAGES),
                            parameters.has(DISABLED)));
        }

        @Override
        public void writeTo(LineText line) {
            line.field("USER").field(id).field(userId).fields(parameters.fields());
        }
    }

    /** {@code PASS id user=... [parameter...]}: the user exists and can log in. */
    record PassFound(long id, Parameters parameters) implements UserdbServerMessage {

        public static PassFound of(long id, User user) {
            return new PassFound(
                    id,
                    Parameters.builder().add("user", user.address().toString()).build());
        }

        @Override
        public void writeTo(LineText line) {
            line.field("PASS").field(id).fields(parameters.fields());
        }
    }

    /** {@code NOTFOUND id}: there is no such user. */
    record NotFound(long id) implements UserdbServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("NOTFOUND").field(id);
        }
    }

    /** {@code FAIL id [reason=text]}: the lookup has no answer now. */
    record Fail(long id, Parameters parameters) implements UserdbServerMessage {

        /** @param reason for the log */
        public static Fail of(long id, String reason) {
            return new Fail(id, Parameters.builder().add("reason", reason).build());
        }

        /** Text for the log. */
        public Optional<String> text() {
            return parameters.value("reason");
        }

        @Override
        public void writeTo(LineText line) {
            line.field("FAIL").field(id).fields(parameters.fields());
        }
    }

    /** {@code LIST id userid}: one of the users asked for. */
    record ListedUser(long id, String userId) implements UserdbServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("LIST").field(id).field(userId);
        }
    }

    /** {@code DONE id [fail]}: the list has ended, and is complete or not. */
    record ListDone(long id, boolean complete) implements UserdbServerMessage {

        private static final String FAILED = "fail";

        /** The last field is there even when it is empty, as Dovecot has it. */
        @Override
        public void writeTo(LineText line) {
            line.field("DONE").field(id).field(complete ? "" : FAILED);
        }
    }

    /**
     * {@code CHANGED id sequence}: the users are those of that configuration now. An addition of ours.
     *
     * @param id of the {@link UserdbCommand.Watch}
     * @param sequence of the configuration; 0 while none is loaded
     */
    record Changed(long id, long sequence) implements UserdbServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("CHANGED").field(id).field(sequence);
        }
    }
}
