package io.postwerk.sasl.wire;

/** What a server says on the socket for lookups. */
public sealed interface UserdbClientMessage extends WireMessage
        permits Version, User, Pass, ListUsers, LoginRequest, Watch {

    /**
     * Reads a line.
     *
     * @throws WireException when the line is no such message: its connection is lost
     */
    static UserdbClientMessage parse(String line) throws WireException {
        Fields fields = Fields.of(line);
        return switch (fields.command()) {
            case Version.COMMAND -> Version.parse(fields);
            case User.COMMAND -> User.parse(fields);
            case Pass.COMMAND -> Pass.parse(fields);
            case ListUsers.COMMAND -> ListUsers.parse(fields);
            case LoginRequest.COMMAND -> LoginRequest.parse(fields);
            case Watch.COMMAND -> Watch.parse(fields);
            default -> throw new WireException("unknown command");
        };
    }
}
