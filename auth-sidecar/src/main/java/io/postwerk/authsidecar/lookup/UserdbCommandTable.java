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

    /** Handles one kind of command. */
    @FunctionalInterface
    private interface CommandHandler<C extends UserdbCommand> {
        void handle(C command, UserdbSession session) throws WireException;
    }

    private record Row(State state, CommandHandler<UserdbCommand> handler) {}

    private static final Map<UserdbVerb, Row> ROWS = new EnumMap<>(UserdbVerb.class);

    static {
        row(UserdbVerb.VERSION, State.AWAITING_VERSION, UserdbCommand.Version.class, UserdbHandlers::version);
        row(UserdbVerb.USER, State.OPEN, UserdbCommand.User.class, UserdbHandlers::user);
        row(UserdbVerb.PASS, State.OPEN, UserdbCommand.Pass.class, UserdbHandlers::pass);
        row(UserdbVerb.LIST, State.OPEN, UserdbCommand.ListUsers.class, UserdbHandlers::list);
        row(UserdbVerb.REQUEST, State.OPEN, UserdbCommand.Request.class, UserdbHandlers::request);
        row(UserdbVerb.WATCH, State.OPEN, UserdbCommand.Watch.class, UserdbHandlers::watch);
    }

    private UserdbCommandTable() {}

    private static <C extends UserdbCommand> void row(
            UserdbVerb verb, State state, Class<C> type, CommandHandler<C> handler) {
        ROWS.put(verb, new Row(state, (command, session) -> handler.handle(type.cast(command), session)));
    }

    static void run(UserdbCommand command, UserdbSession session) throws WireException {
        Row row = Objects.requireNonNull(ROWS.get(command.verb()));
        if (row.state() != session.state()) {
            throw new WireException(command.verb() + " out of place: " + session.state());
        }
        row.handler().handle(command, session);
    }
}
