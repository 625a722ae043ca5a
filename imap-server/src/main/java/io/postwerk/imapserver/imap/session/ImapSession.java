package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.FairShare;
import io.postwerk.imapserver.UnreadableMessages.Place;
import io.postwerk.imapserver.UnreadableMessages.UnreadableException;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.imap.ImapSessionLimits;
import io.postwerk.imapserver.imap.codec.CodecLimits;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.MemoryBudget.Use;
import io.postwerk.net.TlsContext;
import io.postwerk.net.Wake;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.User;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One client's session: its state, its connection, and what handlers need of both. Used by the connection's thread,
 * except for {@link #terminate}.
 */
public final class ImapSession implements AutoCloseable, UserSessions.Session {
    private static final Duration BAD_COMMAND_DELAY = Duration.ofSeconds(1);
    private static final int LONGEST_DELAY = 10;

    /** Memory of a message in the view of a folder: UID, mod-sequence, flags, size and date, some of it twice. */
    private static final int MESSAGE_OCTETS = 64;

    private final ImapServices services;
    private final Connection connection;
    private final ImapCommandReader reader;
    private final String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    private final ImapTimeouts timeouts;
    private ImapState state = new ImapState.NotAuthenticated();
    private Optional<TlsContext> upgrade = Optional.empty();
    private final FairShare share = new FairShare();
    private int failedLogins;
    private int badCommands;

    /** Memory that is taken for the view of the selected folder. */
    private int selectedOctets;

    private volatile Optional<String> termination = Optional.empty();

    public ImapSession(ImapServices services, Connection connection) {
        this.services = services;
        this.connection = connection;
        this.timeouts = new ImapTimeouts(limits());
        this.reader = new ImapCommandReader(connection, limits(), timeouts);
    }

    public ImapServices services() {
        return services;
    }

    public Connection connection() {
        return connection;
    }

    public ImapCommandReader reader() {
        return reader;
    }

    /** The id of the session in logs and in requests to the authenticator. */
    public String id() {
        return id;
    }

    public ImapState state() {
        return state;
    }

    public ImapSessionLimits limits() {
        return services.settings().limits();
    }

    /** What a command may cost in the present state. */
    public CodecLimits codecLimits() {
        return state instanceof ImapState.NotAuthenticated ? limits().beforeLogin() : limits().afterLogin();
    }

    /** TLS is on. */
    public boolean secured() {
        return connection.tls().isPresent();
    }

    /** Decides which mechanisms are offered. */
    public Protection protection() {
        return Protection.of(connection.tls());
    }

    public AuthFacts authFacts() {
        return new AuthFacts(
                "imap",
                connection.localAddress(),
                connection.remoteAddress(),
                secured(),
                connection.tls().map(AuthFacts.TlsFacts::of),
                id);
    }

    /** The user, in the states that have one. */
    public ImapState.SessionUser user() {
        return switch (state) {
            case ImapState.Authenticated authenticated -> authenticated.user();
            case ImapState.Selected selected -> selected.user();
            case ImapState.NotAuthenticated ignored -> throw new IllegalStateException("nobody is logged in");
            case ImapState.Logout ignored -> throw new IllegalStateException("logged out");
        };
    }

    /** The selected folder, in the state that has one. */
    public SelectedFolder selected() {
        if (state instanceof ImapState.Selected selected) {
            return selected.folder();
        }
        throw new IllegalStateException("nothing is selected");
    }

    /** The folder of the user with that mailbox name. */
    public Optional<Folder> folder(String mailbox) {
        return FolderName.parse(mailbox).flatMap(name -> services.store().folder(user().mailbox(), name));
    }

    /** Enters the authenticated state. */
    public void login(User user) {
        MailboxId mailbox = new MailboxId(user.mailboxId());
        UserSessions.Registration registration = services.sessions().register(user, this);
        state = new ImapState.Authenticated(new ImapState.SessionUser(user, mailbox, registration));
        timeouts.loggedIn();
    }

    /** Enters the selected state; false if there is no memory for the view of the folder, which is closed then. */
    public boolean select(SelectedFolder folder) {
        ImapState.SessionUser user = user();
        unselect();
        int octets = Math.toIntExact(Math.min(Integer.MAX_VALUE / 2, (long) folder.count() * MESSAGE_OCTETS));
        if (!connection.memory().tryTake(Use.COMMAND, octets)) {
            folder.close();
            return false;
        }
        selectedOctets = octets;
        state = new ImapState.Selected(user, folder);
        return true;
    }

    public void unselect() {
        if (state instanceof ImapState.Selected selected) {
            selected.folder().close();
            connection.memory().giveBack(selectedOctets);
            selectedOctets = 0;
            state = new ImapState.Authenticated(selected.user());
        }
    }

    public void logout() {
        if (state instanceof ImapState.Authenticated || state instanceof ImapState.Selected) {
            ImapState.SessionUser user = user();
            unselect();
            user.registration().close();
        }
        state = new ImapState.Logout();
    }

    /** A message of the selected folder cannot be read. */
    public void noteUnreadable(long uid, UnreadableException failure) {
        services.unreadable().note(new Place(user().mailbox(), selected().id(), uid), failure);
    }

    /** Adds response data; it is sent before the session next waits for input. */
    public void write(byte[] response) throws IOException {
        connection.write(response);
    }

    public void untagged(StatusResponse response) throws IOException {
        connection.write(response.untagged());
    }

    /** After too many of these the session ends, when the client has got its answer. */
    public void noteFailedLogin() {
        failedLogins++;
    }

    /**
     * After too many of these the session ends, when the client has got its answer. From half of them on each answer waits
     * longer than the one before.
     */
    public void noteBadCommand() throws IOException {
        badCommands++;
        int beyond = badCommands - limits().badCommands() / 2;
        if (beyond > 0) {
            connection.pause(BAD_COMMAND_DELAY.multipliedBy(Math.min(beyond, LONGEST_DELAY)));
        }
    }

    /** Begins TLS after the response to the present command. */
    public void startTlsAfterResponse(TlsContext context) {
        upgrade = Optional.of(context);
    }

    /**
     * Called before a part of a response is made: while memory is low and the client has not read what it was sent, there
     * is no point in making more.
     */
    public void awaitReader() throws IOException {
        if (connection.memory().isOver(Use.BUFFER)) {
            connection.flush();
        }
    }

    /** Called when the response to a command is written: begins TLS after STARTTLS. */
    public void responseWritten() throws IOException {
        if (upgrade.isPresent()) {
            TlsContext context = upgrade.get();
            upgrade = Optional.empty();
            // RFC 3501 6.2.1, RFC 2595 2.2: what was pipelined in the clear behind STARTTLS is dropped
            connection.startTls(context, limits().command().pause());
        }
    }

    @Override
    public void terminate(String reason) {
        termination = Optional.of(reason);
        connection.signal();
    }

    /**
     * Called by long commands between two messages.
     *
     * @throws EndSessionException if {@link #terminate} was called
     */
    public void checkTermination() throws EndSessionException {
        if (termination.isPresent()) {
            throw new EndSessionException(StatusResponses.terminated(termination.get()));
        }
    }

    /**
     * Called by long commands between two slices of work, also within a message: ends them if nobody waits for the answer.
     *
     * @throws ConnectionClosedException the client has left
     * @throws EndSessionException if {@link #terminate} was called
     */
    public void checkPresence() throws IOException {
        checkTermination();
        // The end of the input is that of a client over TLS; in the clear one may still read
        if (secured() && connection.inputEnded()) {
            throw new ConnectionClosedException("the client has left");
        }
    }

    /** Called between two commands, and by commands between two messages: lets other sessions go on. */
    public void letOthersGoOn() {
        share.letOthersGoOn();
    }

    /** Called between two commands. The session ends also when the server stops, and after too many errors. */
    private void checkEnd() throws EndSessionException {
        checkTermination();
        if (connection.draining()) {
            throw new EndSessionException(StatusResponses.shuttingDown());
        }
        if (failedLogins >= limits().failedLogins()) {
            throw new EndSessionException(StatusResponses.tooManyFailedLogins());
        }
        if (badCommands >= limits().badCommands()) {
            throw new EndSessionException(StatusResponses.tooManyBadCommands());
        }
    }

    /**
     * Sends what was written and waits for the client, or for an event.
     *
     * @return whether there is input; otherwise an event woke the session
     * @throws EndSessionException if the session is to end, or the client was silent for too long
     */
    public boolean awaitInput() throws IOException {
        checkEnd();
        Wake wake = Wake.INPUT;
        if (!connection.hasInput()) {
            connection.flush();
            wake = connection.await(timeouts.forInput());
            checkEnd();
        }
        return switch (wake) {
            case INPUT -> {
                timeouts.heard();
                yield true;
            }
            case EVENT -> false;
            case DEADLINE -> throw new EndSessionException(timeouts.goodbye());
        };
    }

    /** Releases what the state holds. The caller closes the connection. */
    @Override
    public void close() {
        logout();
    }
}
