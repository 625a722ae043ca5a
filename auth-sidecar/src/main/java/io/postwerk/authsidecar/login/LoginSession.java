package io.postwerk.authsidecar.login;

import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.Auth;
import io.postwerk.sasl.wire.AuthClientMessage;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Cancel;
import io.postwerk.sasl.wire.Cont;
import io.postwerk.sasl.wire.Cpid;
import io.postwerk.sasl.wire.Version;
import io.postwerk.sasl.wire.WireException;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection to a socket for logins: any number of exchanges, each known by its id. */
public final class LoginSession implements LineSession {

    private static final long IDLE = Duration.ofMinutes(1).toNanos();

    private final LoginService service;
    private final Consumer<AuthServerMessage> out;
    private final Handshake handshake;
    private final Logins logins;
    private final AuthCommand auth;
    private final ContCommand cont;
    private final CancelCommand cancel;
    private final Progress progress;

    /**
     * @param out sends a message to the front end
     * @param later runs a task on the connection's thread; called from any thread
     */
    public LoginSession(
            LoginService service, LoginSocket socket, Consumer<AuthServerMessage> out, Consumer<Runnable> later) {
        this.service = service;
        this.out = out;
        this.handshake = new Handshake(service, socket);
        this.logins = new Logins(service.settings().requestTimeout().toNanos());
        this.progress = new Progress(service, socket, handshake, logins, out, later);
        this.auth = new AuthCommand(service, socket, logins, progress, out);
        this.cont = new ContCommand(service, logins, progress, out);
        this.cancel = new CancelCommand(logins, progress);
    }

    /** Says all at once and waits for nothing: there are clients that read up to DONE before they speak. */
    @Override
    public void opened() {
        handshake.greet(out);
    }

    @Override
    public void line(String line) throws WireException {
        AuthClientMessage message = AuthClientMessage.parse(line);
        if (!handshake.isOver()) {
            handshake.take(message);
            return;
        }
        switch (message) {
            case Auth begin -> auth.run(begin, handshake.clientMinor());
            case Cont response -> cont.run(response, handshake.clientMinor());
            case Cancel end -> cancel.run(end);
            case Version _, Cpid _ -> throw new WireException("a second handshake");
        }
    }

    @Override
    public void tick() {
        long now = service.now();
        for (Login login : logins.takeDue(now)) {
            if (login.state() instanceof Login.State.HeldBack(var failure)) {
                out.accept(failure);
            }
        }
        logins.expired(now).forEach(progress::cancel);
    }

    @Override
    public Duration patience() {
        return Duration.ofNanos(logins.nanosUntilDue(service.now(), IDLE));
    }

    @Override
    public boolean idle() {
        return logins.size() == 0;
    }

    @Override
    public void closed() {
        // there are front ends that say nothing of a client who is gone, and end with it
        logins.all().forEach(progress::cancel);
        logins.clear();
        service.finished().forget(handshake.cookie());
    }
}
