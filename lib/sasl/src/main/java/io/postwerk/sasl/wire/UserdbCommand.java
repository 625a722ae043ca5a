package io.postwerk.sasl.wire;

import java.util.Optional;

/** What a server says on the socket for lookups. A line that is none of these breaks the protocol, and costs the connection. */
public sealed interface UserdbCommand extends WireMessage {

    /** @throws WireException when the line is no command */
    static UserdbCommand parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return UserdbVerb.of(fields.command()).read(fields);
    }

    UserdbVerb verb();

    /** {@code VERSION major minor}: the first line. */
    record Version(ProtocolVersion version) implements UserdbCommand {

        static Version read(Fields fields) throws WireException {
            return new Version(ProtocolVersion.read(fields));
        }

        @Override
        public UserdbVerb verb() {
            return UserdbVerb.VERSION;
        }

        @Override
        public void writeTo(LineText line) {
            version.writeTo(line);
        }
    }

    /** {@code USER id userid service=... [parameter...]}: asks whether a user exists, and for their mailbox. */
    record User(long id, String userId, Parameters parameters) implements UserdbCommand {

        /** The users must be at least as new as that; an addition of ours. */
        public static final String MIN_SEQUENCE = "min_sequence";

        static User read(Fields fields) throws WireException {
            return new User(fields.id(), fields.text(2), fields.parametersFrom(3));
        }

        @Override
        public UserdbVerb verb() {
            return UserdbVerb.USER;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id).field(userId).fields(parameters.fields());
        }
    }

    /** {@code PASS id userid service=... [parameter...]}: asks whether a user can log in. No password is involved. */
    record Pass(long id, String userId, Parameters parameters) implements UserdbCommand {

        static Pass read(Fields fields) throws WireException {
            return new Pass(fields.id(), fields.text(2), fields.parametersFrom(3));
        }

        @Override
        public UserdbVerb verb() {
            return UserdbVerb.PASS;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id).field(userId).fields(parameters.fields());
        }
    }

    /** {@code LIST id [user=mask] [parameter...]}: asks for the names of all users, or of those that a mask fits. */
    record ListUsers(long id, Parameters parameters) implements UserdbCommand {

        static ListUsers read(Fields fields) throws WireException {
            return new ListUsers(fields.id(), fields.parametersFrom(2));
        }

        /** With {@code *} for any text and {@code ?} for any character, compared without case. */
        public Optional<String> mask() {
            return parameters.value("user");
        }

        @Override
        public UserdbVerb verb() {
            return UserdbVerb.LIST;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id).fields(parameters.fields());
        }
    }

    /**
     * {@code REQUEST id client-pid login-id cookie [parameter...]}: asks, on behalf of the process that is to serve the client,
     * whether a login on the socket for logins has succeeded, and whose it was. The front end's process tells these three to that
     * process.
     *
     * @param clientPid CPID of the connection that the login was on
     * @param loginId id of its AUTH
     * @param cookie COOKIE of that connection, 32 hexadecimal digits
     */
    record Request(long id, long clientPid, long loginId, String cookie, Parameters parameters)
            implements UserdbCommand {

        static Request read(Fields fields) throws WireException {
            String cookie = fields.text(4);
            if (!cookie.matches("[0-9a-f]{32}")) {
                throw new WireException("REQUEST without a cookie");
            }
            return new Request(fields.id(), fields.number(2), fields.number(3), cookie, fields.parametersFrom(5));
        }

        @Override
        public UserdbVerb verb() {
            return UserdbVerb.REQUEST;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name())
                    .field(id)
                    .field(clientPid)
                    .field(loginId)
                    .field(cookie)
                    .fields(parameters.fields());
        }
    }

    /**
     * {@code WATCH id}: asks to be told whenever the users change. It is answered at once with {@link UserdbServerMessage.Changed},
     * and again at each change. An addition of ours; Dovecot closes the connection, so this needs one of its own.
     */
    record Watch(long id) implements UserdbCommand {

        static Watch read(Fields fields) throws WireException {
            return new Watch(fields.id());
        }

        @Override
        public UserdbVerb verb() {
            return UserdbVerb.WATCH;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id);
        }
    }
}
