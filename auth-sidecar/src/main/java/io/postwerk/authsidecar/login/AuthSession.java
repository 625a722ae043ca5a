package io.postwerk.authsidecar.login;

import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.WireException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * One connection to a socket for logins: any number of exchanges, each known by its id. The commands are in {@link
 * AuthCommandTable}.
 */
public final class AuthSession implements LineSession {

    private static final long IDLE = Duration.ofMinutes(1).toNanos();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COOKIE_OCTETS = 16;
    private static final long SERVICE_PID = ProcessHandle.current().pid() & 0xFFFF_FFFFL;

    /** How far the client's handshake is. */
    enum State {
        AWAITING_VERSION,
        AWAITING_CPID,
        OPEN
    }

    private final LoginService service;
    private final LoginSocket socket;
    private final Consumer<AuthServerMessage> out;
    private final Consumer<Runnable> later;
    private final PendingLogins logins;
    private final String cookie = newCookie();
    private State state = State.AWAITING_VERSION;
    private long clientMinor;
    private long clientPid;

    /**
     * @param out sends a message to the front end
     * @param later runs a task on the connection's thread; called from any thread
     */
    public AuthSession(
            LoginService service, LoginSocket socket, Consumer<AuthServerMessage> out, Consumer<Runnable> later) {
        this.service = service;
        this.socket = socket;
        this.out = out;
        this.later = later;
        this.logins = new PendingLogins(service.settings().requestTimeout().toNanos());
    }

    /**
     * Sends the whole greeting without waiting, since some clients read up to DONE before they send anything. Mechanisms come
     * before SPID: Postfix would take this for the wrong socket otherwise.
     */
    @Override
    public void opened() {
        send(new AuthServerMessage.Version(socket.version()));
        service.announced(socket).forEach(mechanism -> send(new AuthServerMessage.Mech(mechanism)));
        send(new AuthServerMessage.Spid(SERVICE_PID));
        send(new AuthServerMessage.Cuid(service.nextConnection()));
        send(new AuthServerMessage.Cookie(cookie));
        send(new AuthServerMessage.Done());
    }

    @Override
    public void line(String line) throws WireException {
        AuthCommand command = AuthCommand.parse(line);
        AuthCommandTable.Row<?> row = AuthCommandTable.find(command.verb());
        if (row.state() != state) {
            throw new WireException(command.verb() + " out of place: " + state);
        }
        row.handle(command, this);
    }

    @Override
    public void tick() {
        long now = service.now();
        logins.takeDue(now).forEach(Login::wake);
        logins.expired(now).forEach(Login::cancel);
    }

    @Override
    public Duration maxWait() {
        return Duration.ofNanos(logins.nanosUntilDue(service.now(), IDLE));
    }

    @Override
    public boolean idle() {
        return logins.size() == 0;
    }

    @Override
    public void closed() {
        // some front ends close the connection when their client has gone, without a CANCEL
        logins.all().forEach(Login::cancel);
        logins.clear();
        service.finished().forget(cookie);
    }

    void versionKnown(ProtocolVersion version) {
        clientMinor = version.minor();
        state = State.AWAITING_CPID;
    }

    void handshakeOver(long pid) {
        clientPid = pid;
        state = State.OPEN;
    }

    /** The client's minor version: what it understands. */
    long clientMinor() {
        return clientMinor;
    }

    LoginService service() {
        return service;
    }

    LoginSocket socket() {
        return socket;
    }

    /** Those under way. */
    PendingLogins logins() {
        return logins;
    }

    void send(AuthServerMessage message) {
        out.accept(message);
    }

    /** Runs a task on the connection's thread; called from any thread. */
    void later(Runnable task) {
        later.accept(task);
    }

    /** Lets another process of the front end ask about a login that has succeeded. */
    void keep(long loginId, FinishedLogins.Finished login) {
        service.finished().keep(cookie, clientPid, loginId, login);
    }

    /** A secret that identifies the connection in REQUEST. */
    private static String newCookie() {
        byte[] cookie = new byte[COOKIE_OCTETS];
        RANDOM.nextBytes(cookie);
        return HexFormat.of().formatHex(cookie);
    }
}
