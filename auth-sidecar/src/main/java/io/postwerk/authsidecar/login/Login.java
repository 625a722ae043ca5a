package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.wire.Auth;
import io.postwerk.sasl.wire.Fail;
import java.time.Duration;
import java.util.Optional;

/** One exchange that is under way on a connection. */
final class Login {

    /** What it waits for. */
    sealed interface State {
        /** The mechanism computes. */
        record Working() implements State {}

        /** The client has to answer a challenge. */
        record AwaitingResponse() implements State {}

        /** It has succeeded, and the client has to confirm the mechanism's last message (an empty CONT). */
        record AwaitingConfirmation(SaslStep.Success success) implements State {}

        /** It has failed and that is decided; the client has to answer to the reason before it is told. */
        record AwaitingAnswerToRefusal(Fail failure, Duration delay) implements State {}

        /** It has failed, which is told later. */
        record HeldBack(Fail failure) implements State {}
    }

    private final Auth auth;
    private final Mechanism.Exchange exchange;
    private final String mechanism;
    private final Optional<String> network;
    private final long begun;
    private long lastInput;
    private State state = new State.Working();

    /** @param network as {@link Logins} counts its client */
    Login(Auth auth, String mechanism, Mechanism.Exchange exchange, Optional<String> network, long now) {
        // Without the response: a password is not kept for longer than it takes to check it.
        this.auth = new Auth(auth.id(), auth.mechanism(), auth.parameters(), Optional.empty());
        this.mechanism = mechanism;
        this.exchange = exchange;
        this.network = network;
        this.begun = now;
        this.lastInput = now;
    }

    long id() {
        return auth.id();
    }

    Mechanism.Exchange exchange() {
        return exchange;
    }

    boolean finalResponseOk() {
        return auth.finalResponseOk();
    }

    /** Whether another process may ask about it, by REQUEST. */
    boolean isAskedAbout() {
        return !auth.parameters().has(Auth.NO_LOGIN);
    }

    /** As somebody else is told of it. */
    FinishedLogins.Finished finished(SaslStep.Success success) {
        return new FinishedLogins.Finished(success.user().address().toString(), mechanism);
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    /** Whom its client counts as; nobody, if it is not counted. */
    Optional<String> network() {
        return network;
    }

    /** When it began, by the clock of the service. */
    long begun() {
        return begun;
    }

    /** When the client last said something. */
    long lastInput() {
        return lastInput;
    }

    void heard(long now) {
        lastInput = now;
    }

    Optional<String> claimedName() {
        return exchange.claimedName();
    }

    /** Address of the client, as the front end reports it. */
    Optional<String> client() {
        return auth.parameters().value("rip");
    }

    Decision accepted(SaslStep.Success success) {
        return decision(auth, mechanism, claimedName(), new Decision.Outcome.Accepted(success.user()));
    }

    Decision refused(FailureReason reason) {
        return decision(auth, mechanism, claimedName(), new Decision.Outcome.Refused(reason));
    }

    /** Whether it is known how it ends: the log has it. */
    boolean isDecided() {
        return switch (state) {
            case State.HeldBack _, State.AwaitingAnswerToRefusal _ -> true;
            case State.Working _, State.AwaitingResponse _, State.AwaitingConfirmation _ -> false;
        };
    }

    /** Nobody goes on with it. */
    Decision cancelled() {
        return decision(auth, mechanism, claimedName(), new Decision.Outcome.Cancelled());
    }

    /** Nothing of it was looked at. */
    Decision penalised() {
        return decision(auth, mechanism, Optional.empty(), new Decision.Outcome.Penalised());
    }

    static Decision decision(Auth auth, String mechanism, Optional<String> name, Decision.Outcome outcome) {
        return new Decision(
                name,
                mechanism,
                auth.service().orElse(""),
                auth.parameters().value("rip"),
                auth.parameters().value("session"),
                outcome);
    }
}
