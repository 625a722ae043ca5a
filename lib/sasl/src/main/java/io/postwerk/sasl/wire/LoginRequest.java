package io.postwerk.sasl.wire;

/**
 * {@code REQUEST id client-pid login-id cookie [parameter...]}: asks, on behalf of the process that is to serve the client, whether
 * a login on the socket for logins has succeeded, and whose it was. It is the front end's process that tells these three to that one.
 *
 * @param clientPid CPID of the connection that the login was on
 * @param loginId id of its AUTH
 * @param cookie COOKIE of that connection, 32 hexadecimal digits
 */
public record LoginRequest(long id, long clientPid, long loginId, String cookie, Parameters parameters)
        implements UserdbClientMessage {

    static final String COMMAND = "REQUEST";

    static LoginRequest parse(Fields fields) throws WireException {
        String cookie = fields.text(4);
        if (!cookie.matches("[0-9a-f]{32}")) {
            throw new WireException("REQUEST without a cookie");
        }
        return new LoginRequest(fields.id(), fields.number(2), fields.number(3), cookie, fields.parametersFrom(5));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND)
                .field(id)
                .field(clientPid)
                .field(loginId)
                .field(cookie)
                .fields(parameters.fields());
    }
}
