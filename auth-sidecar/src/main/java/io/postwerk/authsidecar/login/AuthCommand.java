package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.wire.Auth;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.WireException;
import java.util.Optional;
import java.util.function.Consumer;

/** AUTH: begins an exchange. What is wrong with it is told at once: it is no guess at a password. */
final class AuthCommand {

    private final LoginService service;
    private final Logins logins;
    private final Progress progress;
    private final Consumer<AuthServerMessage> out;

    AuthCommand(LoginService service, Logins logins, Progress progress, Consumer<AuthServerMessage> out) {
        this.service = service;
        this.logins = logins;
        this.progress = progress;
        this.out = out;
    }

    void run(Auth auth, long clientMinor) throws WireException {
        if (logins.find(auth.id()).isPresent()) {
            throw new WireException("AUTH with an id that is in use");
        }
        String protocol = auth.service().orElseThrow(() -> new WireException("AUTH without service"));
        Optional<Mechanism> mechanism = service.mechanism(auth.mechanism());
        if (mechanism.isEmpty()) {
            refuse(auth, FailureReason.UNKNOWN_MECHANISM);
        } else if (logins.size() >= service.settings().maxPending()) {
            refuse(auth, FailureReason.TEMPORARY);
        } else if (mechanism.get().info().plaintext()
                && !auth.secured()
                && service.settings().requireTls()) {
            refuse(auth, FailureReason.ENCRYPTION_REQUIRED);
        } else {
            begin(auth, mechanism.get(), protocol, auth.initialResponse(clientMinor));
        }
    }

    private void begin(Auth auth, Mechanism mechanism, String protocol, Optional<Base64Data> response) {
        if (response.isPresent() && response.get() instanceof Base64Data.NotBase64) {
            refuse(auth, FailureReason.MALFORMED);
            return;
        }
        var login = new Login(auth, mechanism.info().name(), mechanism.open(protocol), service.now());
        logins.add(login);
        progress.advance(login, login.exchange().start(response.map(AuthCommand::octets)));
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
