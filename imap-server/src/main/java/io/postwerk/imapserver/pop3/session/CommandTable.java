package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Verb;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The commands: where each is legal, what holds for it, and who answers it. */
final class CommandTable {
    /** What holds for a command besides its states. */
    enum Flag {
        /** Is a login: refused before TLS, where TLS is required. */
        NEEDS_PRIVACY
    }

    /** A row of the table. */
    record Row<C extends Pop3Command, S extends State>(
            Class<C> type, Class<S> states, CommandHandler<C, S> handler, Set<Flag> flags) {
        boolean isLegalIn(State state) {
            return states.isInstance(state);
        }

        boolean has(Flag flag) {
            return flags.contains(flag);
        }

        State handle(Pop3Command command, State state, Pop3Session session) throws IOException {
            return handler.handle(type.cast(command), states.cast(state), session);
        }
    }

    private static final Class<State> ANYWHERE = State.class;
    private static final Class<State.Authorization> BEFORE_LOGIN = State.Authorization.class;
    private static final Class<State.Transaction> AFTER_LOGIN = State.Transaction.class;

    private static final Map<Verb, Row<?, ?>> ROWS = new EnumMap<>(Verb.class);

    static {
        row(Verb.CAPA, Pop3Command.Capa.class, ANYWHERE, new CapaHandler());
        row(Verb.QUIT, Pop3Command.Quit.class, ANYWHERE, new QuitHandler());

        row(Verb.STLS, Pop3Command.Stls.class, BEFORE_LOGIN, new StlsHandler());
        row(Verb.USER, Pop3Command.User.class, BEFORE_LOGIN, new UserHandler(), Flag.NEEDS_PRIVACY);
        row(Verb.PASS, Pop3Command.Pass.class, BEFORE_LOGIN, new PassHandler(), Flag.NEEDS_PRIVACY);
        row(Verb.AUTH, Pop3Command.Auth.class, BEFORE_LOGIN, new AuthHandler(), Flag.NEEDS_PRIVACY);

        row(Verb.STAT, Pop3Command.Stat.class, AFTER_LOGIN, new StatHandler());
        row(Verb.LIST, Pop3Command.ListSizes.class, AFTER_LOGIN, new ListHandler());
        row(Verb.UIDL, Pop3Command.Uidl.class, AFTER_LOGIN, new UidlHandler());
        row(Verb.RETR, Pop3Command.Retr.class, AFTER_LOGIN, new RetrHandler());
        row(Verb.TOP, Pop3Command.Top.class, AFTER_LOGIN, new TopHandler());
        row(Verb.DELE, Pop3Command.Dele.class, AFTER_LOGIN, new DeleHandler());
        row(Verb.RSET, Pop3Command.Rset.class, AFTER_LOGIN, new RsetHandler());
        row(Verb.NOOP, Pop3Command.Noop.class, AFTER_LOGIN, new NoopHandler());
    }

    private CommandTable() {}

    static Row<?, ?> row(Verb verb) {
        return ROWS.get(verb);
    }

    private static <C extends Pop3Command, S extends State> void row(
            Verb verb, Class<C> type, Class<S> states, CommandHandler<C, S> handler, Flag... flags) {
        ROWS.put(verb, new Row<>(type, states, handler, Set.of(flags)));
    }
}
