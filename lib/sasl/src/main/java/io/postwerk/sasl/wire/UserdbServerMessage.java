package io.postwerk.sasl.wire;

/** What an authentication service says on the socket for lookups. */
public sealed interface UserdbServerMessage extends WireMessage
        permits Version, Spid, UserFound, PassFound, NotFound, Fail, ListedUser, ListDone, Changed {

    /**
     * Reads a line.
     *
     * @throws WireException when the line is no such message: its connection is lost
     */
    static UserdbServerMessage parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return switch (fields.command()) {
            case Version.COMMAND -> Version.parse(fields);
            case Spid.COMMAND -> Spid.parse(fields);
            case UserFound.COMMAND -> UserFound.parse(fields);
            case PassFound.COMMAND -> PassFound.parse(fields);
            case NotFound.COMMAND -> NotFound.parse(fields);
            case Fail.COMMAND -> Fail.parse(fields);
            case ListedUser.COMMAND -> ListedUser.parse(fields);
            case ListDone.COMMAND -> ListDone.parse(fields);
            case Changed.COMMAND -> Changed.parse(fields);
            default -> throw new WireException("unknown reply");
        };
    }
}
