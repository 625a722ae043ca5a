package io.postwerk.sasl.wire;

import java.util.List;
import java.util.Optional;

/** What a front end says on a socket for logins. A line that is none of these breaks the protocol, and costs the connection. */
public sealed interface AuthCommand extends WireMessage {

    /** @throws WireException when the line is no command */
    static AuthCommand parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return AuthVerb.of(fields.command()).read(fields);
    }

    AuthVerb verb();

    /** {@code VERSION major minor}: the first line. */
    record Version(ProtocolVersion version) implements AuthCommand {

        static Version read(Fields fields) throws WireException {
            return new Version(ProtocolVersion.read(fields));
        }

        @Override
        public AuthVerb verb() {
            return AuthVerb.VERSION;
        }

        @Override
        public void writeTo(LineText line) {
            version.writeTo(line);
        }
    }

    /**
     * {@code CPID pid}: a number for the client, which ends its handshake. Pods have process numbers of their own, so it identifies
     * nobody.
     */
    record Cpid(long pid) implements AuthCommand {

        static Cpid read(Fields fields) throws WireException {
            return new Cpid(fields.number(1));
        }

        @Override
        public AuthVerb verb() {
            return AuthVerb.CPID;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(pid);
        }
    }

    /**
     * {@code AUTH id mechanism service=... [parameter...] [resp=base64]}: begins an exchange.
     *
     * @param id chosen by the client; not in use on the connection, not 0
     * @param mechanism as the user wrote it
     * @param parameters all that stands before {@code resp=}
     * @param response the {@code resp=} that ends the line; empty for none. What an empty one means depends on the client's
     *     version, see {@link #initialResponse}
     */
    record Auth(long id, String mechanism, Parameters parameters, Optional<String> response) implements AuthCommand {

        /** The client's octets are protected; with the value {@code tls} by TLS that the front end itself has ended. */
        public static final String SECURED = "secured";

        /** The client showed a certificate that the front end has verified. */
        public static final String VALID_CERTIFICATE = "valid-client-cert";

        /** Whose certificate that is. */
        public static final String CERTIFICATE_USER = "cert_username";

        /** Nobody will ask about this login by REQUEST. */
        public static final String NO_LOGIN = "nologin";

        /** OK may carry the last data of the mechanism. */
        public static final String FINAL_RESPONSE_OK = "final-resp-ok";

        private static final String RESPONSE = "resp=";

        static Auth read(Fields fields) throws WireException {
            long id = fields.id();
            String mechanism = fields.text(2);
            List<String> rest = fields.parametersFrom(3).fields();
            Optional<String> response = Optional.empty();
            for (int i = 0; i < rest.size(); i++) {
                if (rest.get(i).startsWith(RESPONSE)) {
                    if (i != rest.size() - 1) {
                        throw new WireException("AUTH has fields after resp=");
                    }
                    response = Optional.of(rest.get(i).substring(RESPONSE.length()));
                    rest = rest.subList(0, i);
                }
            }
            return new Auth(id, mechanism, new Parameters(rest), response);
        }

        /** Without the response, which may be a password: it is not kept for longer than it takes to check it. */
        public Auth withoutResponse() {
            return new Auth(id, mechanism, parameters, Optional.empty());
        }

        public boolean secured() {
            return parameters.has(SECURED);
        }

        public boolean finalResponseOk() {
            return parameters.has(FINAL_RESPONSE_OK);
        }

        /** Address of the front end's client, as the front end reports it. */
        public Optional<String> client() {
            return parameters.value("rip");
        }

        /** The front end's id of its session. */
        public Optional<String> session() {
            return parameters.value("session");
        }

        /** The initial response, as a client of that minor version means it; empty for none. */
        public Optional<Base64Data> initialResponse(long minor) {
            return response.filter(r -> !r.isEmpty() || minor >= ProtocolVersion.MINOR_WITH_EMPTY_RESPONSE)
                    .map(r -> Base64Data.decode(r.equals("=") ? "" : r));
        }

        @Override
        public AuthVerb verb() {
            return AuthVerb.AUTH;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id).field(mechanism).fields(parameters.fields());
            response.ifPresent(r -> line.parameter("resp", r));
        }

        @Override
        public String toString() {
            return "Auth[" + id + ", " + mechanism + ", " + parameters.fields() + "]";
        }
    }

    /**
     * {@code CONT id base64 [channel_binding=base64]}: the response to a challenge.
     *
     * @param parameters from version 1.3 on, data of the channel binding that the challenge asked for
     */
    record Cont(long id, Base64Data data, Parameters parameters) implements AuthCommand {

        /** With a challenge the type that is wanted, with a response its data in base64. */
        public static final String CHANNEL_BINDING = "channel_binding";

        /** @param binding data of the channel binding that the challenge asked for */
        public static Cont of(long id, byte[] data, Optional<byte[]> binding) {
            return new Cont(
                    id,
                    Base64Data.of(data),
                    Parameters.builder()
                            .add(
                                    CHANNEL_BINDING,
                                    binding.map(b -> Base64Data.of(b).encoded()))
                            .build());
        }

        static Cont read(Fields fields) throws WireException {
            return new Cont(fields.id(), Base64Data.decode(fields.text(2)), fields.parametersFrom(3));
        }

        @Override
        public AuthVerb verb() {
            return AuthVerb.CONT;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id).field(data.encoded()).fields(parameters.fields());
        }

        /** Without the data, which may be a password. */
        @Override
        public String toString() {
            return "Cont[" + id + "]";
        }
    }

    /** {@code CANCEL id}: the client gave up. It is not answered, and nothing else about the request follows. */
    record Cancel(long id) implements AuthCommand {

        static Cancel read(Fields fields) throws WireException {
            return new Cancel(fields.id());
        }

        @Override
        public AuthVerb verb() {
            return AuthVerb.CANCEL;
        }

        @Override
        public void writeTo(LineText line) {
            line.field(verb().name()).field(id);
        }
    }
}
