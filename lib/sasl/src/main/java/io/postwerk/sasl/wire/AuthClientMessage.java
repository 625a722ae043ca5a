package io.postwerk.sasl.wire;

/** What a front end says on a socket for logins. */
public sealed interface AuthClientMessage extends WireMessage permits Version, Cpid, Auth, Cont, Cancel {

    /**
     * Reads a line.
     *
     * @throws WireException when the line is no such message: its connection is lost
     */
    static AuthClientMessage parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return switch (fields.command()) {
            case Version.COMMAND -> Version.parse(fields);
            case Cpid.COMMAND -> Cpid.parse(fields);
            case Auth.COMMAND -> Auth.parse(fields);
            case Cont.COMMAND -> Cont.parse(fields);
            case Cancel.COMMAND -> Cancel.parse(fields);
            default -> throw new WireException("unknown command");
        };
    }
}
