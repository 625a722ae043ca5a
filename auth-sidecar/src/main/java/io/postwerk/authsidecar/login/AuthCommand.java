package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.wire.Auth;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.Version;
import io.postwerk.sasl.wire.WireException;
import java.util.Optional;
import java.util.function.Consumer;

/** AUTH: begins an exchange. What is wrong with it is told at once: it is no guess at a password. */
final class AuthCommand {

    private final LoginService service;
    private final LoginSocket socket;
    private final Logins logins;
    private final Progress progress;
    private final Consumer<AuthServerMessage> out;

    AuthCommand(
            LoginService service,
            LoginSocket socket,
            Logins logins,
            Progress progress,
            Consumer<AuthServerMessage> out) {
        this.service = service;
        this.socket = socket;
        this.logins = logins;
        this.progress = progress;
        this.out = out;
    }

    void run(Auth auth, long clientMinor) throws WireException {
        if (logins.find(auth.id()).isPresent()) {
            throw new WireException("AUTH with an id that is in use");
        }
        String protocol = auth.service().orElseThrow(() -> new WireException("AUTH without service"));
        Optional<Mechanism> mechanism = service.mechanism(auth.mechanism(), socket)
                .filter(m -> clientMinor >= Version.INTERNAL.minor()
                        || !m.info().flags().contains(MechanismFlag.CHANNEL_BINDING));
        if (mechanism.isEmpty()) {
            refuse(auth, FailureReason.UNKNOWN_MECHANISM);
        } else if (isTooMuch(network(auth))) {
            refuse(auth, FailureReason.TEMPORARY);
        } else if (mechanism.get().info().plaintext()
                && !auth.secured()
                && service.settings().requireTls()) {
            refuse(auth, FailureReason.ENCRYPTION_REQUIRED);
        } else {
            begin(auth, mechanism.get(), facts(auth, protocol, clientMinor), auth.initialResponse(clientMinor));
        }
    }

    /** Nobody takes the place of all the others, by failures that are held back or by exchanges that are left alone. */
    private boolean isTooMuch(Optional<String> network) {
        LoginSettings settings = service.settings();
        return logins.size() >= settings.maxPending()
                || network.map(logins::sizeOf).orElse(0) >= settings.maxPendingPerClient();
    }

    private Optional<String> network(Auth auth) {
        return service.penalties().network(auth.parameters().value("rip"));
    }

    private void begin(Auth auth, Mechanism mechanism, Mechanism.Facts facts, Optional<Base64Data> response) {
        if (response.isPresent() && response.get() instanceof Base64Data.NotBase64) {
            refuse(auth, FailureReason.MALFORMED);
            return;
        }
        var login = new Login(auth, mechanism.info().name(), mechanism.open(facts), network(auth), service.now());
        logins.add(login);
        if (service.penalties().refuses(login.client())) {
            progress.penalise(login);
            return;
        }
        progress.advance(login, login.exchange().start(response.map(AuthCommand::octets)));
    }

    /** What the front end says of its client's TLS session: believed from our own servers only. */
    private Mechanism.Facts facts(Auth auth, String protocol, long clientMinor) {
        if (!socket.ours()) {
            return Mechanism.Facts.of(protocol);
        }
        boolean bindingOffered = clientMinor >= Version.INTERNAL.minor()
                && auth.parameters().value(Auth.SECURED).isPresent()
                && service.announced(socket).stream().anyMatch(m -> m.flags().contains(MechanismFlag.CHANNEL_BINDING));
        Optional<String> certificateUser = auth.parameters()
                .value(Auth.CERTIFICATE_USER)
                .filter(_ -> auth.parameters().has(Auth.VALID_CERTIFICATE));
        return new Mechanism.Facts(protocol, bindingOffered, certificateUser);
    }

    private void refuse(Auth auth, FailureReason reason) {
        service.decisions()
                .made(Login.decision(auth, auth.mechanism(), Optional.empty(), new Decision.Outcome.Refused(reason)));
        out.accept(Fail.of(auth.id(), Optional.empty(), reason));
    }

    private static byte[] octets(Base64Data data) {
        return data instanceof Base64Data.Octets(byte[] octets) ? octets : new byte[0];
    }
}
