package io.postwerk.authsidecar.login;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.Cont;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.Version;
import java.util.Optional;
import java.util.function.Consumer;

/** CONT: the client's response to a challenge, or its empty confirmation of the mechanism's last message. */
final class ContCommand {

    private final LoginService service;
    private final Logins logins;
    private final Progress progress;
    private final Consumer<AuthServerMessage> out;

    ContCommand(LoginService service, Logins logins, Progress progress, Consumer<AuthServerMessage> out) {
        this.service = service;
        this.logins = logins;
        this.progress = progress;
        this.out = out;
    }

    void run(Cont cont, long clientMinor) {
        Optional<Login> found = logins.find(cont.id());
        if (found.isEmpty()) {
            out.accept(fail(cont.id(), "Authentication request timed out"));
            return;
        }
        Login login = found.get();
        switch (login.state()) {
            case Login.State.HeldBack _ -> {} // its failure is on its way
            case Login.State.Working _ -> {
                logins.remove(login);
                service.decisions().made(login.refused(FailureReason.MALFORMED));
                out.accept(fail(cont.id(), "Unexpected continuation"));
            }
            case Login.State.AwaitingResponse _ -> take(login, cont, clientMinor);
            case Login.State.AwaitingAnswerToRefusal refusal -> progress.refused(login, refusal);
            case Login.State.AwaitingConfirmation(var success) -> {
                if (isEmpty(cont)) {
                    progress.succeed(login, success, Optional.empty());
                } else {
                    progress.fail(login, FailureReason.MALFORMED);
                }
            }
        }
    }

    private void take(Login login, Cont cont, long clientMinor) {
        // only clients that know of channel binding may add fields
        boolean mayHaveFields = clientMinor >= Version.INTERNAL.minor();
        Optional<Base64Data> binding =
                cont.parameters().value(Cont.CHANNEL_BINDING).map(Base64Data::decode);
        if (cont.data() instanceof Base64Data.Octets(byte[] response)
                && !binding.map(Base64Data.NotBase64.class::isInstance).orElse(false)
                && (mayHaveFields || cont.parameters().fields().isEmpty())) {
            login.heard(service.now());
            progress.advance(login, login.exchange().respond(response, binding.map(Base64Data::octets)));
        } else {
            progress.fail(login, FailureReason.MALFORMED);
        }
    }

    private static boolean isEmpty(Cont cont) {
        return cont.data() instanceof Base64Data.Octets(byte[] octets) && octets.length == 0;
    }

    private static Fail fail(long id, String reason) {
        return new Fail(id, Parameters.builder().add("reason", reason).build());
    }
}
