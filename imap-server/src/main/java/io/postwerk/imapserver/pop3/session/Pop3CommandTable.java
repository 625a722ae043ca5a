package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Pop3Verb;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every command with its rules: its handler, the states in which it is legal, and its flags. */
final class Pop3CommandTable {
    private static final Class<Pop3State> ANYWHERE = Pop3State.class;
    private static final Class<Pop3State.Authorization> BEFORE_LOGIN = Pop3State.Authorization.class;
    private static final Class<Pop3State.Transaction> AFTER_LOGIN = Pop3State.Transaction.class;

    private static final Map<Pop3Verb, Row<?, ?>> ROWS = new EnumMap<>(Pop3Verb.class);

    static {
        row(Pop3Verb.CAPA, Pop3Command.Capa.class, Pop3SessionHandlers::capa, ANYWHERE);
        row(Pop3Verb.QUIT, Pop3Command.Quit.class, Pop3SessionHandlers::quit, ANYWHERE);

        row(Pop3Verb.STLS, Pop3Command.Stls.class, Pop3SessionHandlers::stls, BEFORE_LOGIN);
        row(Pop3Verb.USER, Pop3Command.User.class, LoginHandlers::user, BEFORE_LOGIN, Flag.NEEDS_PRIVACY);
        row(Pop3Verb.PASS, Pop3Command.Pass.class, LoginHandlers::pass, BEFORE_LOGIN, Flag.NEEDS_PRIVACY);
        row(Pop3Verb.AUTH, Pop3Command.Auth.class, LoginHandlers::auth, BEFORE_LOGIN, Flag.NEEDS_PRIVACY);

        row(Pop3Verb.STAT, Pop3Command.Stat.class, MaildropHandlers::stat, AFTER_LOGIN);
        row(Pop3Verb.LIST, Pop3Command.List.class, MaildropHandlers::list, AFTER_LOGIN);
        row(Pop3Verb.UIDL, Pop3Command.Uidl.class, MaildropHandlers::uidl, AFTER_LOGIN);
        row(Pop3Verb.RETR, Pop3Command.Retr.class, RetrHandlers::retr, AFTER_LOGIN);
        row(Pop3Verb.TOP, Pop3Command.Top.class, RetrHandlers::top, AFTER_LOGIN);
        row(Pop3Verb.DELE, Pop3Command.Dele.class, MaildropHandlers::dele, AFTER_LOGIN);
        row(Pop3Verb.RSET, Pop3Command.Rset.class, MaildropHandlers::rset, AFTER_LOGIN);
        row(Pop3Verb.NOOP, Pop3Command.Noop.class, MaildropHandlers::noop, AFTER_LOGIN);
    }

    private Pop3CommandTable() {}

    /** What one command does in the states in which it is legal. */
    @FunctionalInterface
    interface CommandHandler<C extends Pop3Command, S extends Pop3State> {
        /**
         * Answers the command.
         *
         * @return the state after it
         */
        Pop3State handle(C command, S state, Pop3Session session) throws IOException;
    }

    /** What holds for a command besides its states. */
    enum Flag {
        /** Is a login: refused before TLS, where TLS is required. */
        NEEDS_PRIVACY
    }

    /** A row of the table. */
    record Row<C extends Pop3Command, S extends Pop3State>(
            Class<C> type, CommandHandler<C, S> handler, Class<S> states, Set<Flag> flags) {
        boolean isLegalIn(Pop3State state) {
            return states.isInstance(state);
        }

        boolean has(Flag flag) {
            return flags.contains(flag);
        }

        Pop3State handle(Pop3Command command, Pop3State state, Pop3Session session) throws IOException {
            return handler.handle(type.cast(command), states.cast(state), session);
        }
    }

    static Row<?, ?> find(Pop3Verb verb) {
        return Objects.requireNonNull(ROWS.get(verb));
    }

    private static <C extends Pop3Command, S extends Pop3State> void row(
            Pop3Verb verb, Class<C> type, CommandHandler<C, S> handler, Class<S> states, Flag... flags) {
        ROWS.put(verb, new Row<>(type, handler, states, Set.of(flags)));
    }
}
