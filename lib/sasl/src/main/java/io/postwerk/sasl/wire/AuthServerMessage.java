package io.postwerk.sasl.wire;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import java.util.EnumSet;
import java.util.Optional;

/** What an authentication service says on a socket for logins. */
public sealed interface AuthServerMessage extends WireMessage {

    /** @throws WireException when the line is no such message: its connection is lost */
    static AuthServerMessage parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return switch (fields.command()) {
            case "VERSION" -> new Version(ProtocolVersion.read(fields));
            case "MECH" -> Mech.read(fields);
            case "SPID" -> new Spid(fields.number(1));
            case "CUID" -> new Cuid(fields.number(1));
            case "COOKIE" -> new Cookie(fields.text(1));
            case "DONE" -> new Done();
            case "CONT" -> new Cont(fields.id(), Base64Data.decode(fields.text(2)), fields.parametersFrom(3));
            case "OK" -> new Ok(fields.id(), fields.parametersFrom(2));
            case "FAIL" -> new Fail(fields.id(), fields.parametersFrom(2));
            default -> throw new WireException("unknown reply");
        };
    }

    /** {@code VERSION major minor}: the first line. */
    record Version(ProtocolVersion version) implements AuthServerMessage {

        @Override
        public void writeTo(LineText line) {
            version.writeTo(line);
        }
    }

    /** {@code MECH name [flag...]}: a mechanism that the service offers. */
    record Mech(MechanismInfo mechanism) implements AuthServerMessage {

        /** Flags of which this version knows nothing are skipped. */
        static Mech read(Fields fields) throws WireException {
            var flags = EnumSet.noneOf(MechanismFlag.class);
            fields.parametersFrom(2)
                    .fields()
                    .forEach(name -> MechanismFlag.ofWireName(name).ifPresent(flags::add));
            return new Mech(new MechanismInfo(fields.text(1), flags));
        }

        @Override
        public void writeTo(LineText line) {
            line.field("MECH").field(mechanism.name());
            mechanism.flags().stream().sorted().map(MechanismFlag::wireName).forEach(line::field);
        }
    }

    /** {@code SPID pid}: a number for the service. It comes after the MECH lines: Postfix takes it for the wrong socket otherwise. */
    record Spid(long pid) implements AuthServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("SPID").field(pid);
        }
    }

    /** {@code CUID id}: the number of the connection, counted by the service. */
    record Cuid(long id) implements AuthServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("CUID").field(id);
        }
    }

    /** {@code COOKIE hex}: 128 random bits of the connection, which a later request elsewhere would have to know. */
    record Cookie(String hex) implements AuthServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("COOKIE").field(hex);
        }
    }

    /** {@code DONE}: the service's handshake is over. */
    record Done() implements AuthServerMessage {

        @Override
        public void writeTo(LineText line) {
            line.field("DONE");
        }
    }

    /**
     * {@code CONT id base64 [channel_binding=type]}: a challenge.
     *
     * @param parameters from version 1.3 on, the type of the channel binding whose data has to come with the response
     */
    record Cont(long id, Base64Data data, Parameters parameters) implements AuthServerMessage {

        public static Cont of(long id, byte[] data) {
            return new Cont(id, Base64Data.of(data), Parameters.none());
        }

        /** @param bindingType the channel binding whose data has to come with the response */
        public static Cont of(long id, byte[] data, Optional<String> bindingType) {
            return bindingType.isEmpty()
                    ? of(id, data)
                    : new Cont(
                            id,
                            Base64Data.of(data),
                            Parameters.builder()
                                    .add(AuthCommand.Cont.CHANNEL_BINDING, bindingType)
                                    .build());
        }

        /** The channel binding whose data has to come with the response. */
        public Optional<String> bindingType() {
            return parameters.value(AuthCommand.Cont.CHANNEL_BINDING);
        }

        @Override
        public void writeTo(LineText line) {
            line.field("CONT").field(id).field(data.encoded()).fields(parameters.fields());
        }

        @Override
        public String toString() {
            return "Cont[" + id + "]";
        }
    }

    /** {@code OK id user=... [resp=base64] [parameter...]}: the exchange ended well. */
    record Ok(long id, Parameters parameters) implements AuthServerMessage {

        /** Opaque id of the user's mailbox: an addition of ours. */
        public static final String MAILBOX_ID = "mailbox_id";

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
            line.field("OK").field(id).fields(parameters.fields());
        }
    }

    /** {@code FAIL id [user=...] [code=...] [reason=text]}: the exchange ended badly. */
    record Fail(long id, Parameters parameters) implements AuthServerMessage {

        /**
         * The text goes on to the user with Postfix: it says only what the front end or the user has to do.
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

        /** The failure of a request that has no exchange, with a text for the front end. */
        public static Fail of(long id, String text) {
            return new Fail(id, Parameters.builder().add("reason", text).build());
        }

        /** What the code says; without a code, and with one from the future, the credentials were bad. */
        public FailureReason reason() {
            return FailCode.reason(parameters);
        }

        @Override
        public void writeTo(LineText line) {
            line.field("FAIL").field(id).fields(parameters.fields());
        }
    }
}
