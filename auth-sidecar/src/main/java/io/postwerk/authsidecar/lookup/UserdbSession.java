package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.login.FinishedLogins;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.UserdbCommand;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One connection to the socket for lookups. A request is answered as soon as its answer is known, a list piece by piece. The
 * commands are in {@link UserdbCommandTable}.
 */
public final class UserdbSession implements LineSession {

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final long SERVICE_PID = ProcessHandle.current().pid() & 0xFFFF_FFFFL;

    /** Names of a list that are said at a time. */
    private static final int PIECE = 500;

    /** How far the client's handshake is. */
    enum State {
        AWAITING_VERSION,
        OPEN
    }

    /** A list that is under way. */
    private record Listing(long id, Iterator<String> names) {}

    private final UserdbService users;
    private final FinishedLogins logins;
    private final Consumer<UserdbServerMessage> out;
    private final Consumer<Runnable> later;
    private State state = State.AWAITING_VERSION;
    private int questions;
    private boolean listAsked;
    private Optional<Listing> listing = Optional.empty();
    private Optional<Runnable> endOfWatch = Optional.empty();

    /**
     * @param logins what can be asked about by REQUEST
     * @param out sends a message to the client
     * @param later runs a task on the connection's thread; called from any thread
     */
    public UserdbSession(
            UserdbService users, FinishedLogins logins, Consumer<UserdbServerMessage> out, Consumer<Runnable> later) {
        this.users = users;
        this.logins = logins;
        this.out = out;
        this.later = later;
    }

    /** SPID ends the greeting on this socket: Dovecot's clients give up when more follows. */
    @Override
    public void opened() {
        send(new UserdbServerMessage.Version(ProtocolVersion.COMMON));
        send(new UserdbServerMessage.Spid(SERVICE_PID));
    }

    @Override
    public void line(String line) throws WireException {
        UserdbCommand command = UserdbCommand.parse(line);
        UserdbCommandTable.Row<?> row = UserdbCommandTable.find(command.verb());
        if (row.state() != state) {
            throw new WireException(command.verb() + " out of place: " + state);
        }
        row.handle(command, this);
    }

    @Override
    public void tick() {
        listing.ifPresent(this::goOn);
    }

    @Override
    public Duration maxWait() {
        return listing.isPresent() ? Duration.ZERO : IDLE;
    }

    /** A WATCH never ends by itself, so a stopping server does not wait for it. */
    @Override
    public boolean idle() {
        return listing.isEmpty() && questions == 0;
    }

    @Override
    public void closed() {
        endOfWatch.ifPresent(Runnable::run);
    }

    void open() {
        state = State.OPEN;
    }

    UserdbService users() {
        return users;
    }

    /** What can be asked about by REQUEST. */
    FinishedLogins logins() {
        return logins;
    }

    void send(UserdbServerMessage message) {
        out.accept(message);
    }

    /**
     * Runs a lookup: at once, or on another thread if a source of users is I/O-bound. Called on the connection's thread, which
     * also gets the answer.
     *
     * @param instead the answer when there is too much to do
     */
    <T> void ask(Supplier<T> question, T instead, Consumer<T> then) {
        if (users.workKind() == WorkKind.CPU_BOUND) {
            then.accept(question.get());
            return;
        }
        if (questions >= users.maxPending()) {
            then.accept(instead);
            return;
        }
        questions++;
        boolean taken = users.offer(() -> {
            T answer = answer(question, instead);
            later.accept(() -> {
                questions--;
                then.accept(answer);
            });
        });
        if (!taken) {
            questions--;
            then.accept(instead);
        }
    }

    private static <T> T answer(Supplier<T> question, T instead) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            System.getLogger(UserdbSession.class.getName()).log(Level.ERROR, "A lookup failed", e);
            return instead;
        }
    }

    /** Begins a list; one at a time. */
    void list(long id, UserMask mask) throws WireException {
        if (listAsked || listing.isPresent()) {
            throw new WireException("a second LIST before the end of the first");
        }
        listAsked = true;
        ask(users::names, Optional.<Stream<String>>empty(), names -> {
            listAsked = false;
            names.ifPresentOrElse(
                    all -> listing =
                            Optional.of(new Listing(id, all.filter(mask::fits).iterator())),
                    () -> send(new UserdbServerMessage.ListDone(id, false)));
        });
    }

    private void goOn(Listing current) {
        for (int said = 0; said < PIECE; said++) {
            if (!current.names().hasNext()) {
                send(new UserdbServerMessage.ListDone(current.id(), true));
                listing = Optional.empty();
                return;
            }
            send(new UserdbServerMessage.ListedUser(
                    current.id(), current.names().next()));
        }
    }

    /** Begins to tell the sequence of the users, now and at each change; once per connection. */
    void watch(long id) throws WireException {
        if (endOfWatch.isPresent()) {
            throw new WireException("a second WATCH");
        }
        // The watch begins before the first report: a change in between is reported twice and never missed.
        endOfWatch = Optional.of(
                users.watch(sequence -> later.accept(() -> send(new UserdbServerMessage.Changed(id, sequence)))));
        send(new UserdbServerMessage.Changed(id, users.sequence()));
    }
}
