package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.lookup.UserdbSession.State;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbVerb;
import io.postwerk.sasl.wire.WireException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The commands of the socket for lookups: the state in which each is legal, and its handler. A command in another state ends the
 * connection.
 */
final class UserdbCommandTable {

    private static final Map<UserdbVerb, Row<?>> ROWS = new EnumMap<>(UserdbVerb.class);

    static {
        row(UserdbVerb.VERSION, UserdbCommand.Version.class, State.AWAITING_VERSION, UserdbHandlers::version);
        row(UserdbVerb.USER, UserdbCommand.User.class, State.OPEN, UserdbHandlers::user);
        row(UserdbVerb.PASS, UserdbCommand.Pass.class, State.OPEN, UserdbHandlers::pass);
        row(UserdbVerb.LIST, UserdbCommand.ListUsers.class, State.OPEN, UserdbHandlers::list);
        row(UserdbVerb.REQUEST, UserdbCommand.Request.class, State.OPEN, UserdbHandlers::request);
        row(UserdbVerb.WATCH, UserdbCommand.Watch.class, State.OPEN, UserdbHandlers::watch);
    }

    private UserdbCommandTable() {}

    /** Handles one kind of command. */
    @FunctionalInterface
    interface CommandHandler<C extends UserdbCommand> {
        void handle(C command, UserdbSession session) throws WireException;
    }

    /** A row of the table. */
    record Row<C extends UserdbCommand>(Class<C> type, State state, CommandHandler<C> handler) {
        void handle(UserdbCommand command, UserdbSession session) throws WireException {
            handler.handle(type.cast(command), session);
        }
    }

    static Row<?> find(UserdbVerb verb) {
        return Objects.requireNonNull(ROWS.get(verb));
    }

    private static <C extends UserdbCommand> void row(
            UserdbVerb verb, Class<C> type, State state, CommandHandler<C> handler) {
        ROWS.put(verb, new Row<>(type, state, handler));
    }
}
