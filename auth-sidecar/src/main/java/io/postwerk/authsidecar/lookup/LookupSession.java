package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.login.FinishedLogins;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.ListUsers;
import io.postwerk.sasl.wire.LoginRequest;
import io.postwerk.sasl.wire.Pass;
import io.postwerk.sasl.wire.Spid;
import io.postwerk.sasl.wire.User;
import io.postwerk.sasl.wire.UserdbClientMessage;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.Version;
import io.postwerk.sasl.wire.Watch;
import io.postwerk.sasl.wire.WireException;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection to the socket for lookups. A request is answered as soon as its answer is known, a list piece by piece. */
public final class LookupSession implements LineSession {

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final long SERVICE_PID = ProcessHandle.current().pid() & 0xFFFF_FFFFL;

    private final Consumer<UserdbServerMessage> out;
    private final Answers answers;
    private final UserCommand user;
    private final PassCommand pass;
    private final ListCommand list;
    private final RequestCommand request;
    private final WatchCommand watch;
    private boolean versionKnown;

    /**
     * @param logins what can be asked about by REQUEST
     * @param out sends a message to the client
     * @param later runs a task on the connection's thread; called from any thread
     */
    public LookupSession(
            UserdbService users, FinishedLogins logins, Consumer<UserdbServerMessage> out, Consumer<Runnable> later) {
        this.out = out;
        this.answers = users.answers(later);
        this.user = new UserCommand(users, answers, out);
        this.pass = new PassCommand(users, answers, out);
        this.list = new ListCommand(users, answers, out);
        this.request = new RequestCommand(users, logins, answers, out);
        this.watch = new WatchCommand(users, out, later);
    }

    /** SPID ends the greeting here: Dovecot's clients of this socket give up when they see more. */
    @Override
    public void opened() {
        out.accept(Version.COMMON);
        out.accept(new Spid(SERVICE_PID));
    }

    @Override
    public void line(String line) throws WireException {
        UserdbClientMessage message = UserdbClientMessage.parse(line);
        if (versionKnown == message instanceof Version) {
            throw new WireException("VERSION belongs at the beginning, once");
        }
        switch (message) {
            case Version version -> take(version);
            case User asked -> user.run(asked);
            case Pass asked -> pass.run(asked);
            case ListUsers asked -> list.run(asked);
            case LoginRequest login -> request.run(login);
            case Watch asked -> watch.run(asked);
        }
    }

    @Override
    public void tick() {
        list.goOn();
    }

    @Override
    public Duration patience() {
        return list.underWay() ? Duration.ZERO : IDLE;
    }

    /** Who watches does so for ever, and is no reason to wait. */
    @Override
    public boolean idle() {
        return !list.underWay() && !answers.underWay();
    }

    @Override
    public void closed() {
        watch.end();
    }

    private void take(Version version) throws WireException {
        if (version.major() != Version.MAJOR) {
            throw new WireException("the client speaks version " + version.major());
        }
        versionKnown = true;
    }
}
