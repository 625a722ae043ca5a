package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.login.AuthSession.State;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthVerb;
import io.postwerk.sasl.wire.WireException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The commands of the socket for logins: the state in which each is legal, and its handler. A command in another state ends the
 * connection.
 */
final class AuthCommandTable {

    /** Handles one kind of command. */
    @FunctionalInterface
    private interface CommandHandler<C extends AuthCommand> {
        void handle(C command, AuthSession session) throws WireException;
    }

    private record Row(State state, CommandHandler<AuthCommand> handler) {}

    private static final Map<AuthVerb, Row> ROWS = new EnumMap<>(AuthVerb.class);

    static {
        row(AuthVerb.VERSION, State.AWAITING_VERSION, AuthHandlers::version);
        row(AuthVerb.CPID, State.AWAITING_CPID, AuthHandlers::cpid);
        row(AuthVerb.AUTH, State.OPEN, AuthHandlers::auth);
        row(AuthVerb.CONT, State.OPEN, AuthHandlers::cont);
        row(AuthVerb.CANCEL, State.OPEN, AuthHandlers::cancel);
    }

    private AuthCommandTable() {}

    /** The handler takes what {@code verb} reads: {@link AuthCommand#verb}. */
    @SuppressWarnings("unchecked")
    private static <C extends AuthCommand> void row(AuthVerb verb, State state, CommandHandler<C> handler) {
        ROWS.put(verb, new Row(state, (CommandHandler<AuthCommand>) handler));
    }

    static void run(AuthCommand command, AuthSession session) throws WireException {
        Row row = Objects.requireNonNull(ROWS.get(command.verb()));
        if (row.state() != session.state()) {
            throw new WireException(command.verb() + " out of place: " + session.state());
        }
        row.handler().handle(command, session);
    }
}
