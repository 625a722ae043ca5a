package io.postwerk.sasl.wire;

/** What an authentication service says on a socket for logins. */
public sealed interface AuthServerMessage extends WireMessage
        permits Version, Mech, Spid, Cuid, Cookie, Done, Cont, Ok, Fail {

    /**
     * Reads a line.
     *
     * @throws WireException when the line is no such message: its connection is lost
     */
    static AuthServerMessage parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return switch (fields.command()) {
            case Version.COMMAND -> Version.parse(fields);
            case Mech.COMMAND -> Mech.parse(fields);
            case Spid.COMMAND -> Spid.parse(fields);
            case Cuid.COMMAND -> Cuid.parse(fields);
            case Cookie.COMMAND -> Cookie.parse(fields);
            case Done.COMMAND -> new Done();
            case Cont.COMMAND -> Cont.parse(fields);
            case Ok.COMMAND -> Ok.parse(fields);
            case Fail.COMMAND -> Fail.parse(fields);
            default -> throw new WireException("unknown reply");
        };
    }
}
