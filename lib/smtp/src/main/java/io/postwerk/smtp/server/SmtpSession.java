package io.postwerk.smtp.server;

import io.postwerk.mail.MailId;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.MemoryBudget.Use;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.User;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpCommandParser.Line;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.SmtpVerb;
import io.postwerk.smtp.server.SmtpCommandTable.Flag;
import io.postwerk.smtp.server.SmtpCommandTable.Row;
import io.postwerk.smtp.server.SmtpEvent.Closed.Reason;
import io.postwerk.smtp.server.SmtpEvent.Limit;
import io.postwerk.smtp.server.SmtpState.Stage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One session, from its greeting to its end: a loop that reads a command, asks the table whether it is legal here, and
 * calls its handler. Runs on one thread; only {@link #facts()}, {@link #logOut()} and {@link #wake()} are for other
 * threads.
 */
final class SmtpSession {
    private static final System.Logger LOG = System.getLogger(SmtpSession.class.getName());

    /** How long a command waits for memory before it is refused. */
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(5);

    private final SmtpServer.Settings settings;
    private final SmtpBackend backend;
    private final Connection connection;
    private final BooleanSupplier draining;
    private final SmtpCommandReader reader;
    private final ClientConduct conduct;
    // Replaced once the program has accepted the session.
    private SessionPolicy policy = SessionPolicy.open(SessionLimits.DEFAULT);
    private SmtpState state = new SmtpState.Connected();
    private volatile SessionFacts facts;
    private volatile boolean loggedOut;
    private Optional<Reason> end = Optional.empty();
    private Optional<SmtpVerb> verb = Optional.empty();
    private int messages;

    /** Memory that the open transaction has taken. */
    private int heldOctets;

    /** @param draining whether the server takes no work any more */
    SmtpSession(SmtpServer.Settings settings, SmtpBackend backend, Connection connection, BooleanSupplier draining) {
        this.settings = settings;
        this.backend = backend;
        this.connection = connection;
        this.draining = draining;
        this.reader = new SmtpCommandReader(connection);
        this.conduct = new ClientConduct(connection, this::observe);
        this.facts = SessionFacts.of(new ClientFacts(
                ClientFacts.newSessionId(),
                settings.listener(),
                settings.protocol(),
                connection.remoteAddress(),
                connection.localAddress(),
                connection.tls()));
    }

    // ---- the loop

    /** Serves the client until either side ends the session. The one place where failures become replies. */
    void run() {
        try {
            converse();
        } catch (DeadlineExceededException e) {
            farewell(Replies.timeout(hostname()), Reason.TIMEOUT);
        } catch (ConnectionClosedException e) {
            end = Optional.of(Reason.CLIENT_LEFT);
        } catch (TlsFailedException e) {
            observe(new SmtpEvent.TlsFailed(String.valueOf(e.getMessage())));
            end = Optional.of(Reason.FAILURE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "session " + facts.client().sessionId() + " lost its connection", e);
            end = Optional.of(Reason.CLIENT_LEFT);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    () -> "session " + facts.client().sessionId() + " failed"
                            + mailId().map(id -> " during mail " + id).orElse(""),
                    e);
            farewell(Replies.internalError(hostname()), Reason.FAILURE);
        } finally {
            close();
        }
    }

    private void converse() throws IOException {
        if (draining.getAsBoolean()) {
            // RFC 5321 3.8: a server that must end says so with 421
            end(Replies.shuttingDown(hostname()), Reason.SHUTDOWN);
            return;
        }
        switch (backend.open(facts.client())) {
            case SmtpBackend.OpenResult.Refused(SmtpReply reply) -> end(reply, Reason.REFUSED);
            case SmtpBackend.OpenResult.Accepted(SessionPolicy accepted) -> {
                policy = accepted;
                conduct.limits(policy.limits().misuse());
                greet();
            }
        }
        while (end.isEmpty()) {
            Optional<Line> line = next();
            if (line.isPresent()) {
                handle(line.get());
            }
        }
    }

    private void greet() throws IOException {
        observe(new SmtpEvent.Opened());
        if (!secured() && connection.hasInput()) {
            // RFC 5321 3.1: the client waits for the greeting
            observe(new SmtpEvent.EarlyTalker());
        }
        reply(Replies.greeting(hostname(), protocol()));
    }

    /** The next command; empty if the session has ended instead, or only an event has come. */
    private Optional<Line> next() throws IOException {
        if (loggedOut) {
            end(Replies.loggedOut(hostname()), Reason.LOGGED_OUT);
            return Optional.empty();
        }
        if ((connection.draining() || draining.getAsBoolean()) && state.stage() != Stage.MAILING) {
            end(Replies.shuttingDown(hostname()), Reason.SHUTDOWN);
            return Optional.empty();
        }
        Optional<Line> buffered = reader.buffered();
        if (buffered.isPresent()) {
            return buffered;
        }
        // RFC 2920 3.2: replies are gathered as long as there are commands to read
        connection.flush();
        return reader.await(policy.limits().commandTimeout());
    }

    private void handle(Line line) throws IOException {
        verb = line.knownVerb();
        Optional<Row<?>> row = verb.flatMap(known -> SmtpCommandTable.find(known, protocol()));
        Optional<SmtpReply> refusal = row.flatMap(this::refusal);
        if (row.isPresent() && row.get().flags().contains(Flag.CHANGES_NOTHING)) {
            conduct.junkCommand();
        }
        if (refusal.isPresent()) {
            reply(refusal.get());
        } else {
            answer(line, row);
        }
        Optional<Limit> exhausted = conduct.exhausted();
        if (end.isEmpty() && exhausted.isPresent()) {
            endForLimit(Replies.tooManyErrors(hostname()), exhausted.get());
        }
        if (row.isPresent() && row.get().flags().contains(Flag.LAST_IN_PIPELINE)) {
            connection.flush();
        }
    }

    private void answer(Line line, Optional<Row<?>> row) throws IOException {
        switch (line) {
            case Line.Valid(SmtpVerb _, SmtpCommand command)
            when row.isPresent() -> row.get().handle(command, this);
            case Line.BadSyntax(SmtpVerb _, SmtpReply reply) when row.isPresent() -> reply(reply);
            case Line.Valid _, Line.BadSyntax _, Line.UnknownVerb _ -> reply(Replies.UNKNOWN_COMMAND);
            case Line.BadLine(SmtpReply reply) -> reply(reply);
        }
    }

    private Optional<SmtpReply> refusal(Row<?> row) {
        Stage stage = state.stage();
        boolean legal = row.stages().contains(stage);
        if (!legal && stage == Stage.CONNECTED) {
            return Optional.of(Replies.helloFirst(protocol()));
        }
        if (policy.mailNeedsTls() && !secured() && !row.flags().contains(Flag.BEFORE_TLS)) {
            return Optional.of(Replies.TLS_REQUIRED);
        }
        if (policy.mailNeedsAuth() && facts.user().isEmpty() && !row.flags().contains(Flag.BEFORE_AUTH)) {
            // RFC 6409 4.3
            return Optional.of(Replies.AUTH_REQUIRED);
        }
        if (legal) {
            return Optional.empty();
        }
        if (stage == Stage.READY) {
            return Optional.of(Replies.MAIL_FIRST);
        }
        return Optional.of(row.verb() == SmtpVerb.MAIL ? Replies.NESTED_MAIL : Replies.notInTransaction(row.verb()));
    }

    private void close() {
        try {
            endTransaction();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> "session " + facts.client().sessionId() + " failed to drop its transaction", e);
        }
        observe(new SmtpEvent.Closed(end.orElse(Reason.FAILURE)));
    }

    // ---- for other threads

    SessionFacts facts() {
        return facts;
    }

    void logOut() {
        loggedOut = true;
        wake();
    }

    /** Makes a session that waits check its state again. */
    void wake() {
        connection.signal();
    }

    // ---- for handlers: state

    SmtpServer.Settings settings() {
        return settings;
    }

    SmtpBackend backend() {
        return backend;
    }

    SessionPolicy policy() {
        return policy;
    }

    Protocol protocol() {
        return settings.protocol();
    }

    String hostname() {
        return settings.hostname();
    }

    boolean secured() {
        return facts.tls().isPresent();
    }

    /** Decides which mechanisms can be offered. */
    Protection protection() {
        return Protection.of(facts.tls());
    }

    boolean authNeedsTlsFirst() {
        return policy.authNeedsTls() && !secured();
    }

    ClientConduct conduct() {
        return conduct;
    }

    /** How fast recipients are refused to this client. Who has authenticated is known by name. */
    RefusalPace refusals() {
        return facts.user().isPresent() ? RefusalPace.ANY : policy.refusals();
    }

    int messages() {
        return messages;
    }

    /** The open transaction. Only commands that the table allows within a transaction may ask. */
    SmtpState.Mailing mailing() {
        return (SmtpState.Mailing) state;
    }

    /** Identity of the mail whose transaction is open. */
    private Optional<MailId> mailId() {
        return state instanceof SmtpState.Mailing(MailTransaction transaction, int _)
                ? Optional.of(transaction.id())
                : Optional.empty();
    }

    // ---- for handlers: actions

    /** Answers. The reply is sent with the next flush. */
    void reply(SmtpReply reply) throws IOException {
        if (reply.isPermanent()) {
            conduct.error();
        }
        if (reply.isPermanent() || reply.isTransient()) {
            observe(new SmtpEvent.Refused(mailId(), verb, reply));
        }
        // RFC 2034 4: the enhanced code is sent even if the client has said HELO
        connection.write(reply.encode());
    }

    void flush() throws IOException {
        connection.flush();
    }

    /** Answers and ends the session. */
    void end(SmtpReply reply, Reason reason) throws IOException {
        end = Optional.of(reason);
        reply(reply);
    }

    /** Answers and ends the session, which has reached a limit. */
    void endForLimit(SmtpReply reply, Limit limit) throws IOException {
        observe(new SmtpEvent.LimitReached(limit));
        end(reply, Reason.LIMIT);
    }

    private void farewell(SmtpReply reply, Reason reason) {
        try {
            end(reply, reason);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "session " + facts.client().sessionId() + " has nobody to say goodbye to", e);
        }
    }

    void hello(HelloName name, boolean extended) {
        endTransaction();
        if (name.kind() == HelloName.Kind.UNUSUAL) {
            observe(new SmtpEvent.UnusualHello(name));
        }
        facts = facts.withHello(name, extended);
        state = new SmtpState.Ready();
    }

    /** Sends the reply that waits and goes over to TLS; the session begins anew (RFC 3207 4.2). */
    void startTls(TlsContext context) throws IOException {
        endTransaction();
        connection.startTls(context, policy.limits().commandTimeout());
        facts = facts.withTls(connection.tls());
        state = new SmtpState.Connected();
    }

    /** The client's answer to a challenge of AUTH. */
    byte[] readResponse() throws IOException {
        connection.flush();
        return reader.response(policy.limits().commandTimeout());
    }

    void authenticated(String mechanism, User user) {
        facts = facts.withUser(user);
        observe(new SmtpEvent.Authenticated(mechanism, user));
    }

    void authFailed(String mechanism, FailureReason reason, SmtpReply reply) throws IOException {
        if (reason != FailureReason.TEMPORARY) {
            conduct.authFailure();
        }
        observe(new SmtpEvent.AuthenticationFailed(mechanism, reason));
        reply(reply);
    }

    /** Whether there is memory for a transaction or a recipient more. It is given back when the transaction ends. */
    boolean takeMemory(int octets) throws IOException {
        if (!connection.memory().take(Use.COMMAND, octets, MEMORY_PATIENCE)) {
            return false;
        }
        heldOctets += octets;
        return true;
    }

    void begin(MailTransaction transaction) {
        state = new SmtpState.Mailing(transaction, 0);
    }

    void recipientAccepted() {
        state = mailing().withOneMore();
    }

    MessageReceiver.Received receiveMessage() throws IOException {
        try {
            return new MessageReceiver(
                            mailing().transaction().id(),
                            policy.limits().messageOctets(),
                            connection.memory(),
                            settings.spool())
                    .receive(connection, policy.limits().data());
        } catch (DeadlineExceededException e) {
            observe(new SmtpEvent.LimitReached(Limit.MESSAGE_TIME));
            throw e;
        }
    }

    /** The program has decided about a message. */
    void messageDecided(SmtpReply first) {
        messages++;
        if (first.isPositive()) {
            conduct.forgive();
        }
    }

    /** Drops the transaction, if there is one. */
    void endTransaction() {
        if (state instanceof SmtpState.Mailing mailing) {
            state = new SmtpState.Ready();
            connection.memory().giveBack(heldOctets);
            heldOctets = 0;
            mailing.transaction().close();
        }
    }

    private void observe(SmtpEvent event) {
        backend.observe(facts, event);
    }
}
