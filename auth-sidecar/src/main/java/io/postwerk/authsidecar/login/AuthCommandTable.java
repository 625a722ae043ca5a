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

    private static final Map<AuthVerb, Row<?>> ROWS = new EnumMap<>(AuthVerb.class);

    static {
        row(AuthVerb.VERSION, AuthCommand.Version.class, State.AWAITING_VERSION, AuthHandlers::version);
        row(AuthVerb.CPID, AuthCommand.Cpid.class, State.AWAITING_CPID, AuthHandlers::cpid);
        row(AuthVerb.AUTH, AuthCommand.Auth.class, State.OPEN, AuthHandlers::auth);
        row(AuthVerb.CONT, AuthCommand.Cont.class, State.OPEN, AuthHandlers::cont);
        row(AuthVerb.CANCEL, AuthCommand.Cancel.class, State.OPEN, AuthHandlers::cancel);
    }

    private AuthCommandTable() {}

    /** Handles one kind of command. */
    @FunctionalInterface
    interface CommandHandler<C extends AuthCommand> {
        void handle(C command, AuthSession session) throws WireException;
    }

    /** A row of the table. */
    record Row<C extends AuthCommand>(Class<C> type, State state, CommandHandler<C> handler) {
        void handle(AuthCommand command, AuthSession session) throws WireException {
            handler.handle(type.cast(command), session);
        }
    }

    static Row<?> find(AuthVerb verb) {
        return Objects.requireNonNull(ROWS.get(verb));
    }

    private static <C extends AuthCommand> void row(
            AuthVerb verb, Class<C> type, State state, CommandHandler<C> handler) {
        ROWS.put(verb, new Row<>(type, state, handler));
    }
}
