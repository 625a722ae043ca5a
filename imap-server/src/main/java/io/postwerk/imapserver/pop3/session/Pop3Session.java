package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.FairShare;
import io.postwerk.imapserver.UnreadableMessages.Place;
import io.postwerk.imapserver.UnreadableMessages.UnreadableException;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.pop3.Pop3Settings;
import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Pop3CommandParser;
import io.postwerk.imapserver.pop3.codec.Pop3CommandParser.Line;
import io.postwerk.imapserver.pop3.codec.Pop3Verb;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.net.BareLineEndException;
import io.postwerk.net.Connection;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.LineTooLongException;
import io.postwerk.net.Wake;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.User;
import io.postwerk.store.MailboxId;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.StoreFailed;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** One session, from its greeting to its end: a loop over commands, and one place that handles failures. */
public final class Pop3Session implements UserSessions.Session {
    private static final Logger LOG = System.getLogger(Pop3Session.class.getName());

    /** From half of the allowed bad commands on, the answer to each waits longer by this. */
    private static final Duration BAD_COMMAND_DELAY = Duration.ofSeconds(1);

    private static final int LONGEST_DELAY = 10;

    private final Pop3Services services;
    private final Connection connection;
    private final String id;
    private final long loginEnd;
    private Optional<Pop3State.Transaction> transaction = Optional.empty();
    private int badCommands;
    private int failedLogins;
    private final FairShare share = new FairShare();
    private boolean inBody;
    private volatile Optional<String> terminated = Optional.empty();

    /** @param id names the session in the log and towards the authenticator */
    public Pop3Session(Pop3Services services, Connection connection, String id) {
        this.services = services;
        this.connection = connection;
        this.id = id;
        this.loginEnd = System.nanoTime() + settings().limits().loginTime().toNanos();
    }

    /** Runs to the end of the session. The caller closes the connection. */
    public void run() throws IOException {
        try {
            reply(Responses.greeting(settings().hostname()));
            loop();
            connection.flush();
        } catch (EndOfSession e) {
            LOG.log(Level.DEBUG, () -> "session ended: " + e.getMessage());
        } catch (UnreadableException e) {
            // It could be read when it was begun. Only the end of the connection tells that it is incomplete.
            LOG.log(Level.ERROR, "a message broke off", e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "session failed", e);
            // In the middle of a multi-line response only the end of the connection tells that it is incomplete.
            if (!inBody) reply(Responses.internalError());
        } finally {
            transaction.ifPresent(Pop3State.Transaction::close);
        }
    }

    @Override
    public void terminate(String reason) {
        terminated = Optional.of(reason);
        connection.signal();
    }

    private void loop() throws IOException {
        Pop3State state = Pop3State.Authorization.INITIAL;
        while (true) {
            letOthersGoOn();
            switch (state) {
                case Pop3State.Authorization before -> state = step(before);
                case Pop3State.Transaction open -> state = step(open);
                case Pop3State.Update update -> {
                    update(update.transaction());
                    return;
                }
                case Pop3State.Ended() -> {
                    return;
                }
            }
        }
    }

    private Pop3State step(Pop3State state) throws IOException {
        byte[] line;
        try {
            line = readLine();
        } catch (LineTooLongException e) {
            return refuse(Responses.lineTooLong(), state);
        } catch (BareLineEndException e) {
            return refuse(Responses.bareLineEnd(), state);
        }
        return switch (Pop3CommandParser.parse(line)) {
            case Line.UnknownVerb() -> refuse(Responses.unknownCommand(), state);
            case Line.BadSyntax(var verb) -> refuse(Responses.badSyntax(verb), state);
            case Line.Valid(var verb, var command) -> answer(verb, command, state);
        };
    }

    private Pop3State answer(Pop3Verb verb, Pop3Command command, Pop3State state) throws IOException {
        Pop3CommandTable.Row<?, ?> row = Pop3CommandTable.find(verb);
        if (!row.isLegalIn(state)) return refuse(Responses.wrongState(verb), state);
        if (row.has(Pop3CommandTable.Flag.NEEDS_PRIVACY) && !mayLogIn()) {
            reply(Responses.privacyRequired());
            return state;
        }
        return row.handle(command, state, this);
    }

    private Pop3State refuse(Response response, Pop3State state) throws IOException {
        badCommands++;
        int beyond = badCommands - settings().limits().badCommands() / 2;
        if (beyond > 0) {
            connection.pause(BAD_COMMAND_DELAY.multipliedBy(Math.min(beyond, LONGEST_DELAY)));
        }
        if (badCommands < settings().limits().badCommands()) {
            reply(response);
            return state;
        }
        reply(Responses.tooManyBadCommands());
        return new Pop3State.Ended();
    }

    /** RFC 1939 6: the maildrop is let go whether or not the messages could be removed. */
    private void update(Pop3State.Transaction open) throws IOException {
        ExpungeResult result;
        try {
            result = open.maildrop().commit();
        } finally {
            open.close();
        }
        reply(
                switch (result) {
                    case ExpungeResult.Expunged(var uids) ->
                        uids.isEmpty() ? Responses.bye() : Responses.byeRemoved(uids.size());
                    case NoSuchFolder gone -> Responses.bye();
                    case StoreFailed(var reason, var _) -> {
                        LOG.log(Level.WARNING, () -> "deleted messages could not be removed: " + reason);
                        yield Responses.notRemoved();
                    }
                });
    }

    // What handlers use

    Pop3Settings settings() {
        return services.settings();
    }

    Pop3Services services() {
        return services;
    }

    /** Whether the octets are protected on their way. */
    boolean secured() {
        return connection.tls().isPresent();
    }

    /** Whether a login is allowed at this moment. */
    boolean mayLogIn() {
        return secured() || !settings().requireTls();
    }

    /** Called between two lines of a long response. */
    void letOthersGoOn() {
        share.letOthersGoOn();
    }

    /** A message cannot be read. */
    void noteUnreadable(Place place, UnreadableException failure) {
        services.unreadable().note(place, failure);
    }

    void reply(Response response) throws IOException {
        connection.write(response.line());
    }

    /** Writes a whole line, or lines, of a response. */
    void write(String lines) throws IOException {
        connection.write(lines);
    }

    /** Writes the rest of a multi-line response. */
    void writeBody(BodyWriter body) throws IOException {
        inBody = true;
        body.write(connection);
        inBody = false;
    }

    /** Writes the lines of a multi-line response. */
    @FunctionalInterface
    interface BodyWriter {
        void write(Connection connection) throws IOException;
    }

    /** Sends the reply and goes over to TLS; what the client has sent behind STLS is dropped. */
    void startTls(Response goAhead) throws IOException {
        reply(goAhead);
        connection.startTls(
                settings().startTls().orElseThrow(), settings().limits().commandTime());
    }

    /** How the connection is protected; it decides which SASL mechanisms are offered. */
    Protection protection() {
        return Protection.of(connection.tls());
    }

    AuthFacts authFacts() {
        return new AuthFacts(
                "pop3",
                connection.localAddress(),
                connection.remoteAddress(),
                secured(),
                connection.tls().map(AuthFacts.TlsFacts::of),
                id);
    }

    /** Opens the maildrop of who has authenticated. */
    Pop3State logIn(User user) throws IOException {
        Optional<Maildrop> opened = Maildrop.open(services.store(), services.locks(), new MailboxId(user.mailboxId()));
        if (opened.isEmpty()) {
            // RFC 1939 4: the session stays in the AUTHORIZATION state
            reply(Responses.maildropInUse());
            return Pop3State.Authorization.INITIAL;
        }
        Maildrop maildrop = opened.get();
        Pop3State.Transaction begun =
                new Pop3State.Transaction(user, maildrop, services.sessions().register(user, this));
        transaction = Optional.of(begun);
        LOG.log(
                Level.INFO,
                () -> "Logged in " + user.address() + " from " + connection.remoteAddress()
                        + connection.tls().map(tls -> " over " + tls.protocol()).orElse(""));
        reply(Responses.loggedIn(maildrop.count(), maildrop.octets()));
        return begun;
    }

    /** Answers a login that failed. After too many the session ends. */
    Pop3State loginFailed(FailureReason reason) throws IOException {
        LOG.log(Level.INFO, () -> "Login from " + connection.remoteAddress() + " failed: " + reason);
        if (reason != FailureReason.TEMPORARY) failedLogins++;
        if (failedLogins < settings().limits().failedLogins()) {
            reply(LoginHandlers.failure(reason));
            return Pop3State.Authorization.INITIAL;
        }
        reply(Responses.tooManyFailedLogins());
        return new Pop3State.Ended();
    }

    /** The next line of the client: a command, or a response within AUTH. Sends what was written, if it has to wait. */
    byte[] readLine() throws IOException {
        awaitInput();
        try {
            return connection.readLine(settings().limits().lineOctets(), Duration.ZERO);
        } catch (DeadlineExceededException e) {
            // Only a part of the line is there.
            connection.flush();
        }
        try {
            return connection.readLine(
                    settings().limits().lineOctets(), settings().limits().commandTime());
        } catch (DeadlineExceededException e) {
            throw new EndOfSession("a line did not come to its end");
        }
    }

    private void awaitInput() throws IOException {
        long end = transaction.isPresent()
                ? System.nanoTime() + settings().limits().idleTime().toNanos()
                : loginEnd;
        while (true) {
            if (terminated.isPresent()) {
                // Told only in place of the response to a command that is there already. A response without a command
                // would be taken for the response to the next one.
                if (connection.hasInput()) reply(Responses.terminated(terminated.get()));
                connection.flush();
                throw new EndOfSession(terminated.get());
            }
            if (connection.hasInput()) return;
            connection.flush();
            if (connection.draining()) throw new EndOfSession("server is stopping");
            Wake wake = connection.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            switch (wake) {
                case INPUT -> {
                    return;
                }
                case EVENT -> {}
                // RFC 1939 3: autologout, without any response
                case DEADLINE -> throw new EndOfSession("silent for too long");
            }
        }
    }

    /**
     * The session has to end now, from wherever it is: the time is over, the server stops, or the user may no longer log
     * in. Nothing is removed (RFC 1939 3 and 6).
     */
    private static final class EndOfSession extends IOException {
        private static final long serialVersionUID = 1L;

        /** Why, for the log. */
        EndOfSession(String reason) {
            super(reason);
        }
    }
}
