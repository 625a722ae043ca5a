package io.postwerk.imapserver.imap.command;

import static io.postwerk.imapserver.imap.codec.CommandName.*;
import static io.postwerk.imapserver.imap.command.CommandTable.News.ALL;
import static io.postwerk.imapserver.imap.command.CommandTable.News.WITHOUT_EXPUNGE;
import static io.postwerk.imapserver.imap.session.SessionState.Kind.AUTHENTICATED;
import static io.postwerk.imapserver.imap.session.SessionState.Kind.NOT_AUTHENTICATED;
import static io.postwerk.imapserver.imap.session.SessionState.Kind.SELECTED;

import io.postwerk.imapserver.imap.codec.*;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SessionState;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The commands of the protocol: in which states each is allowed, what runs it, and what the client may be told at its
 * end.
 */
final class CommandTable {
    private static final Set<SessionState.Kind> ANY = Set.of(NOT_AUTHENTICATED, AUTHENTICATED, SELECTED);
    private static final Set<SessionState.Kind> LOGIN_ONLY = Set.of(NOT_AUTHENTICATED);
    private static final Set<SessionState.Kind> LOGGED_IN = Set.of(AUTHENTICATED, SELECTED);
    private static final Set<SessionState.Kind> IN_MAILBOX = Set.of(SELECTED);

    /**
     * What the client may be told of the selected mailbox at the end of a command. RFC 3501 7.4.1: no EXPUNGE during
     * some.
     */
    enum News {
        ALL,
        WITHOUT_EXPUNGE
    }

    /** One command of the table. */
    record Row<C extends Command>(
            CommandName name, Set<SessionState.Kind> states, Class<C> type, CommandHandler<C> handler, News news) {
        boolean isAllowedIn(SessionState state) {
            return states.contains(state.kind());
        }

        StatusResponse run(Command command, ImapSession session) throws IOException {
            return handler.run(type.cast(command), session);
        }
    }

    private final Map<CommandName, Row<?>> rows = new EnumMap<>(CommandName.class);

    CommandTable() {
        // RFC 3501 6.1
        row(CAPABILITY, ANY, Capability.class, CapabilityCommand::run, ALL);
        row(NOOP, ANY, Noop.class, NoopCommand::run, ALL);
        row(LOGOUT, ANY, Logout.class, LogoutCommand::run, ALL);
        row(ID, ANY, Id.class, IdCommand::run, ALL);
        // RFC 3501 6.2
        row(STARTTLS, LOGIN_ONLY, StartTls.class, StartTlsCommand::run, ALL);
        row(AUTHENTICATE, LOGIN_ONLY, Authenticate.class, AuthenticateCommand::run, ALL);
        row(LOGIN, LOGIN_ONLY, Login.class, LoginCommand::run, ALL);
        // RFC 3501 6.3
        row(SELECT, LOGGED_IN, Select.class, SelectCommand::run, ALL);
        row(EXAMINE, LOGGED_IN, Select.class, SelectCommand::run, ALL);
        row(CREATE, LOGGED_IN, Create.class, CreateCommand::run, ALL);
        row(DELETE, LOGGED_IN, Delete.class, DeleteCommand::run, ALL);
        row(RENAME, LOGGED_IN, Rename.class, RenameCommand::run, ALL);
        row(SUBSCRIBE, LOGGED_IN, Subscribe.class, SubscribeCommand::run, ALL);
        row(UNSUBSCRIBE, LOGGED_IN, Unsubscribe.class, UnsubscribeCommand::run, ALL);
        row(LIST, LOGGED_IN, ListMailboxes.class, ListMailboxesCommand::run, ALL);
        row(LSUB, LOGGED_IN, ListMailboxes.class, ListMailboxesCommand::run, ALL);
        row(STATUS, LOGGED_IN, Status.class, StatusCommand::run, ALL);
        row(APPEND, LOGGED_IN, Append.class, AppendCommand::run, ALL);
        row(NAMESPACE, LOGGED_IN, Namespace.class, NamespaceCommand::run, ALL);
        row(IDLE, LOGGED_IN, Idle.class, IdleCommand::run, ALL);
        // RFC 3501 6.4
        row(CHECK, IN_MAILBOX, Check.class, CheckCommand::run, ALL);
        row(CLOSE, IN_MAILBOX, Close.class, CloseCommand::run, ALL);
        row(UNSELECT, IN_MAILBOX, Unselect.class, UnselectCommand::run, ALL);
        row(EXPUNGE, IN_MAILBOX, Expunge.class, ExpungeCommand::run, ALL);
        row(UID_EXPUNGE, IN_MAILBOX, Expunge.class, ExpungeCommand::run, ALL);
        row(SEARCH, IN_MAILBOX, Search.class, SearchCommand::run, WITHOUT_EXPUNGE);
        row(UID_SEARCH, IN_MAILBOX, Search.class, SearchCommand::run, ALL);
        row(FETCH, IN_MAILBOX, Fetch.class, FetchCommand::run, WITHOUT_EXPUNGE);
        row(UID_FETCH, IN_MAILBOX, Fetch.class, FetchCommand::run, ALL);
        row(STORE, IN_MAILBOX, Store.class, StoreCommand::run, WITHOUT_EXPUNGE);
        row(UID_STORE, IN_MAILBOX, Store.class, StoreCommand::run, ALL);
        row(COPY, IN_MAILBOX, Copy.class, CopyCommand::run, ALL);
        row(UID_COPY, IN_MAILBOX, Copy.class, CopyCommand::run, ALL);
        row(MOVE, IN_MAILBOX, Move.class, MoveCommand::run, ALL);
        row(UID_MOVE, IN_MAILBOX, Move.class, MoveCommand::run, ALL);
    }

    private <C extends Command> void row(
            CommandName name, Set<SessionState.Kind> states, Class<C> type, CommandHandler<C> handler, News news) {
        rows.put(name, new Row<>(name, states, type, handler, news));
    }

    Row<?> row(CommandName name) {
        return rows.get(name);
    }
}
