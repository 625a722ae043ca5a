package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.ProtocolVersion;
import io.postwerk.sasl.wire.WireException;
import java.util.Optional;

/** The handlers of the commands of the socket for logins. {@link Login} has the exchange that AUTH begins. */
final class AuthHandlers {

    private AuthHandlers() {}

    static void version(AuthCommand.Version command, AuthSession session) throws WireException {
        command.version().requireMajor("client");
        session.versionKnown(command.version());
    }

    static void cpid(AuthCommand.Cpid command, AuthSession session) throws WireException {
        if (command.pid() == 0) {
            throw new WireException("CPID 0");
        }
        session.handshakeOver(command.pid());
    }

    /** Begins an exchange. An error in the command is answered without delay, since it is not a guess at a password. */
    static void auth(AuthCommand.Auth auth, AuthSession session) throws WireException {
        if (session.logins().find(auth.id()).isPresent()) {
            throw new WireException("AUTH with an id that is in use");
        }
        String protocol = auth.parameters().service().orElseThrow(() -> new WireException("AUTH without service"));
        LoginService service = session.service();
        Optional<Mechanism> mechanism = service.mechanism(auth.mechanism(), session.socket())
                .filter(m -> knowsChannelBinding(session) || !bindsToChannel(m));
        if (mechanism.isEmpty()) {
            refuse(auth, FailureReason.UNKNOWN_MECHANISM, session);
        } else if (session.logins().size() >= service.settings().maxPending()) {
            refuse(auth, FailureReason.TEMPORARY, session);
        } else if (mechanism.get().info().plaintext()
                && !auth.secured()
                && service.settings().requireTls()) {
            refuse(auth, FailureReason.ENCRYPTION_REQUIRED, session);
        } else {
            Optional<Base64Data> response = auth.initialResponse(session.clientMinor());
            if (response.isPresent() && response.get() instanceof Base64Data.NotBase64) {
                refuse(auth, FailureReason.MALFORMED, session);
                return;
            }
            new Login(session, auth, mechanism.get(), facts(auth, protocol, session))
                    .start(response.map(Base64Data::octets));
        }
    }

    /** The client's response to a challenge, or its empty confirmation of the mechanism's last message. */
    static void cont(AuthCommand.Cont cont, AuthSession session) {
        session.logins()
                .find(cont.id())
                .ifPresentOrElse(
                        login -> login.respond(cont),
                        () -> session.send(AuthServerMessage.Fail.of(cont.id(), "Authentication request timed out")));
    }

    /** The client gave up. The exchange is not answered any more, and its id may be used again. */
    static void cancel(AuthCommand.Cancel cancel, AuthSession session) {
        session.logins().find(cancel.id()).ifPresent(Login::cancel);
    }

    private static boolean knowsChannelBinding(AuthSession session) {
        return session.clientMinor() >= ProtocolVersion.INTERNAL.minor();
    }

    private static boolean bindsToChannel(Mechanism mechanism) {
        return mechanism.info().flags().contains(MechanismFlag.CHANNEL_BINDING);
    }

    /** The facts of the client's TLS session. Only our own servers are believed. */
    private static Mechanism.Facts facts(AuthCommand.Auth auth, String protocol, AuthSession session) {
        if (!session.socket().ours()) {
            return Mechanism.Facts.of(protocol);
        }
        boolean bindingOffered = knowsChannelBinding(session)
                && auth.parameters().value(AuthCommand.Auth.SECURED).isPresent()
                && session.service().announced(session.socket()).stream()
                        .anyMatch(m -> m.flags().contains(MechanismFlag.CHANNEL_BINDING));
        Optional<String> certificateUser = auth.parameters()
                .value(AuthCommand.Auth.CERTIFICATE_USER)
                .filter(_ -> auth.parameters().has(AuthCommand.Auth.VALID_CERTIFICATE));
        return new Mechanism.Facts(protocol, bindingOffered, certificateUser);
    }

    private static void refuse(AuthCommand.Auth auth, FailureReason reason, AuthSession session) {
        session.service()
                .decisions()
                .made(Decision.on(auth, auth.mechanism(), Optional.empty(), new Decision.Outcome.Refused(reason)));
        session.send(AuthServerMessage.Fail.of(auth.id(), Optional.empty(), reason));
    }
}
