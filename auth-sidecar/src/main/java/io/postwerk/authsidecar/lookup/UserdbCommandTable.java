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
        row(UserdbVerb.VERSION, State.AWAITING_VERSION, UserdbHandlers::version);
        row(UserdbVerb.USER, State.OPEN, UserdbHandlers::user);
        row(UserdbVerb.PASS, State.OPEN, UserdbHandlers::pass);
        row(UserdbVerb.LIST, State.OPEN, UserdbHandlers::list);
        row(UserdbVerb.REQUEST, State.OPEN, UserdbHandlers::request);
        row(UserdbVerb.WATCH, State.OPEN, UserdbHandlers::watch);
    }

    private UserdbCommandTable() {}

    /** The handler takes what {@code verb} reads: {@link UserdbCommand#verb}. */
    @SuppressWarnings("unchecked")
    private static <C extends UserdbCommand> void row(UserdbVerb verb, State state, CommandHandler<C> handler) {
        ROWS.put(verb, new Row(state, (CommandHandler<UserdbCommand>) handler));
    }

    static void run(UserdbCommand command, UserdbSession session) throws WireException {
        Row row = Objects.requireNonNull(ROWS.get(command.verb()));
        if (row.state() != session.state()) {
            throw new WireException(command.verb() + " out of place: " + session.state());
        }
        row.handler().handle(command, session);
    }
}
