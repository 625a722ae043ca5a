package io.postwerk.imapserver.imap.handler;

import static io.postwerk.imapserver.imap.codec.ImapVerb.*;
import static io.postwerk.imapserver.imap.handler.ImapCommandTable.UntaggedUpdates.ALL;
import static io.postwerk.imapserver.imap.handler.ImapCommandTable.UntaggedUpdates.WITHOUT_EXPUNGE;
import static io.postwerk.imapserver.imap.session.ImapState.Kind.AUTHENTICATED;
import static io.postwerk.imapserver.imap.session.ImapState.Kind.NOT_AUTHENTICATED;
import static io.postwerk.imapserver.imap.session.ImapState.Kind.SELECTED;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.ImapVerb;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.ImapState;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every command with its rules: in which states it is allowed, what runs it, and what the client may be told of the
 * selected mailbox at its end.
 */
final class ImapCommandTable {
    private static final Set<ImapState.Kind> ANY = Set.of(NOT_AUTHENTICATED, AUTHENTICATED, SELECTED);
    private static final Set<ImapState.Kind> LOGIN_ONLY = Set.of(NOT_AUTHENTICATED);
    private static final Set<ImapState.Kind> LOGGED_IN = Set.of(AUTHENTICATED, SELECTED);
    private static final Set<ImapState.Kind> IN_MAILBOX = Set.of(SELECTED);

    private static final Map<ImapVerb, Row<?>> ROWS = new EnumMap<>(ImapVerb.class);

    static {
        // RFC 3501 6.1
        row(CAPABILITY, ImapCommand.Capability.class, ImapSessionHandlers::capability, ANY, ALL);
        row(NOOP, ImapCommand.Noop.class, ImapSessionHandlers::noop, ANY, ALL);
        row(LOGOUT, ImapCommand.Logout.class, ImapSessionHandlers::logout, ANY, ALL);
        row(ID, ImapCommand.Id.class, ImapSessionHandlers::id, ANY, ALL);
        // RFC 3501 6.2
        row(STARTTLS, ImapCommand.StartTls.class, ImapSessionHandlers::startTls, LOGIN_ONLY, ALL);
        row(AUTHENTICATE, ImapCommand.Authenticate.class, AuthenticateHandler::handle, LOGIN_ONLY, ALL);
        row(LOGIN, ImapCommand.Login.class, LoginHandler::handle, LOGIN_ONLY, ALL);
        // RFC 3501 6.3
        row(SELECT, ImapCommand.Select.class, SelectHandler::handle, LOGGED_IN, ALL);
        row(EXAMINE, ImapCommand.Select.class, SelectHandler::handle, LOGGED_IN, ALL);
        row(CREATE, ImapCommand.Create.class, FolderHandlers::create, LOGGED_IN, ALL);
        row(DELETE, ImapCommand.Delete.class, FolderHandlers::delete, LOGGED_IN, ALL);
        row(RENAME, ImapCommand.Rename.class, FolderHandlers::rename, LOGGED_IN, ALL);
        row(SUBSCRIBE, ImapCommand.Subscribe.class, FolderHandlers::subscribe, LOGGED_IN, ALL);
        row(UNSUBSCRIBE, ImapCommand.Unsubscribe.class, FolderHandlers::unsubscribe, LOGGED_IN, ALL);
        row(LIST, ImapCommand.List.class, ListHandler::handle, LOGGED_IN, ALL);
        row(LSUB, ImapCommand.List.class, ListHandler::handle, LOGGED_IN, ALL);
        row(STATUS, ImapCommand.Status.class, StatusHandler::handle, LOGGED_IN, ALL);
        row(APPEND, ImapCommand.Append.class, AppendHandler::handle, LOGGED_IN, ALL);
        row(NAMESPACE, ImapCommand.Namespace.class, ImapSessionHandlers::namespace, LOGGED_IN, ALL);
        row(IDLE, ImapCommand.Idle.class, ImapSessionHandlers::idle, LOGGED_IN, ALL);
        // RFC 3501 6.4
        row(CHECK, ImapCommand.Check.class, ImapSessionHandlers::check, IN_MAILBOX, ALL);
        row(CLOSE, ImapCommand.Close.class, ExpungeHandlers::close, IN_MAILBOX, ALL);
        row(UNSELECT, ImapCommand.Unselect.class, ImapSessionHandlers::unselect, IN_MAILBOX, ALL);
        row(EXPUNGE, ImapCommand.Expunge.class, ExpungeHandlers::expunge, IN_MAILBOX, ALL);
        row(UID_EXPUNGE, ImapCommand.Expunge.class, ExpungeHandlers::expunge, IN_MAILBOX, ALL);
        row(SEARCH, ImapCommand.Search.class, SearchHandler::handle, IN_MAILBOX, WITHOUT_EXPUNGE);
        row(UID_SEARCH, ImapCommand.Search.class, SearchHandler::handle, IN_MAILBOX, ALL);
        row(FETCH, ImapCommand.Fetch.class, FetchHandler::handle, IN_MAILBOX, WITHOUT_EXPUNGE);
        row(UID_FETCH, ImapCommand.Fetch.class, FetchHandler::handle, IN_MAILBOX, ALL);
        row(STORE, ImapCommand.Store.class, StoreHandler::handle, IN_MAILBOX, WITHOUT_EXPUNGE);
        row(UID_STORE, ImapCommand.Store.class, StoreHandler::handle, IN_MAILBOX, ALL);
        row(COPY, ImapCommand.Copy.class, CopyHandlers::copy, IN_MAILBOX, ALL);
        row(UID_COPY, ImapCommand.Copy.class, CopyHandlers::copy, IN_MAILBOX, ALL);
        row(MOVE, ImapCommand.Move.class, CopyHandlers::move, IN_MAILBOX, ALL);
        row(UID_MOVE, ImapCommand.Move.class, CopyHandlers::move, IN_MAILBOX, ALL);
    }

    private ImapCommandTable() {}

    /** What one command does, in a state that allows it. */
    @FunctionalInterface
    interface CommandHandler<C extends ImapCommand> {
        /**
         * Writes the command's response data to the session.
         *
         * @return how it is completed
         * @throws IOException if the connection has failed, or the session is to end
         */
        StatusResponse handle(C command, ImapSession session) throws IOException;
    }

    /** What the client is told of the selected mailbox at the end of a command. */
    enum UntaggedUpdates {
        ALL,
        /** RFC 3501 7.4.1: message sequence numbers stay as they are during FETCH, STORE and SEARCH. */
        WITHOUT_EXPUNGE
    }

    /** One command of the table. */
    record Row<C extends ImapCommand>(
            Class<C> type, CommandHandler<C> handler, Set<ImapState.Kind> states, UntaggedUpdates updates) {
        boolean isAllowedIn(ImapState state) {
            return states.contains(state.kind());
        }

        StatusResponse handle(ImapCommand command, ImapSession session) throws IOException {
            return handler.handle(type.cast(command), session);
        }
    }

    static Row<?> find(ImapVerb verb) {
        return Objects.requireNonNull(ROWS.get(verb));
    }

    private static <C extends ImapCommand> void row(
            ImapVerb verb,
            Class<C> type,
            CommandHandler<C> handler,
            Set<ImapState.Kind> states,
            UntaggedUpdates updates) {
        ROWS.put(verb, new Row<>(type, handler, states, updates));
    }
}
