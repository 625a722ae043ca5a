package io.postwerk.sasl.wire;

import java.util.List;
import java.util.Optional;

/**
 * {@code AUTH id mechanism service=... [parameter...] [resp=base64]}: begins an exchange.
 *
 * @param id chosen by the client; not in use on the connection, not 0
 * @param mechanism as the user wrote it
 * @param parameters all that stands before {@code resp=}
 * @param response the {@code resp=} that ends the line; empty for none. What an empty one means depends on the client's
 *     version, see {@link #initialResponse}
 */
public record Auth(long id, String mechanism, Parameters parameters, Optional<String> response)
        implements AuthClientMessage {

    static final String COMMAND = "AUTH";

    /** The client's octets are protected; with the value {@code tls} by TLS that the front end itself has ended. */
    public static final String SECURED = "secured";

    /** The client showed a certificate that the front end has verified. */
    public static final String VALID_CERTIFICATE = "valid-client-cert";

    /** Whose certificate that is. */
    public static final String CERTIFICATE_USER = "cert_username";

    /** Nobody will ask about this login by REQUEST. */
    public static final String NO_LOGIN = "nologin";

    private static final String RESPONSE = "resp=";

    static Auth parse(Fields fields) throws WireException {
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

    /** The service that asks; {@code protocol=} is its newer name. */
    public Optional<String> service() {
        return parameters.value("service").or(() -> parameters.value("protocol"));
    }

    /** Whether the front end says that its client's connection is protected. */
    public boolean secured() {
        return parameters.has(SECURED);
    }

    /** Whether OK may carry the last data of the mechanism. */
    public boolean finalResponseOk() {
        return parameters.has("final-resp-ok");
    }

    /** The initial response, as a client of that minor version means it; empty for none. */
    public Optional<Base64Data> initialResponse(long minor) {
        return response.filter(r -> !r.isEmpty() || minor >= Version.MINOR_WITH_EMPTY_RESPONSE)
                .map(r -> Base64Data.decode(r.equals("=") ? "" : r));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(id).field(mechanism).fields(parameters.fields());
        response.ifPresent(r -> line.parameter("resp", r));
    }

    /** Without the response, which may be a password. */
    @Override
    public String toString() {
        return "Auth[" + id + ", " + mechanism + ", " + parameters.fields() + "]";
    }
}
