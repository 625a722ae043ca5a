package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.wire.AuthCommand;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Base64Data;
import io.postwerk.sasl.wire.Parameters;
import io.postwerk.sasl.wire.ProtocolVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * One login: an exchange that is under way on a connection, from its AUTH to its OK or FAIL. All calls come from the connection's
 * thread; what computes or waits runs elsewhere, and its result comes back as a task.
 */
final class Login {

    private static final Logger LOG = System.getLogger(Login.class.getName());

    /** What it waits for. */
    private sealed interface State {
        /** The mechanism computes. */
        record Working() implements State {}

        /** The client has to answer a challenge. */
        record AwaitingResponse() implements State {}

        /** It has succeeded, and the client has to confirm the mechanism's last message (an empty CONT). */
        record AwaitingConfirmation(SaslStep.Success success) implements State {}

        /** It has failed. The client was told the reason in a challenge, and has to answer that before FAIL is sent. */
        record AwaitingAnswerToRefusal(AuthServerMessage.Fail failure, Duration delay) implements State {}

        /** It has failed, and FAIL is sent after a delay. */
        record HeldBack(AuthServerMessage.Fail failure) implements State {}
    }

    private static final State WORKING = new State.Working();
    private static final State AWAITING_RESPONSE = new State.AwaitingResponse();

    private final AuthSession session;
    private final AuthCommand.Auth auth;
    private final String mechanism;
    private final Mechanism.Exchange exchange;
    private final Optional<String> network;
    private final long begun;
    private long lastInput;
    private State state = WORKING;

    /** @param network as {@link PendingLogins} counts its client */
    Login(
            AuthSession session,
            AuthCommand.Auth auth,
            Mechanism mechanism,
            Mechanism.Facts facts,
            Optional<String> network) {
        this.session = session;
        this.auth = auth.withoutResponse();
        this.mechanism = mechanism.info().name();
        this.exchange = mechanism.open(facts);
        this.network = network;
        this.begun = session.service().now();
        this.lastInput = begun;
    }

    long id() {
        return auth.id();
    }

    /** The network that its client is counted under; empty if the client is not counted. */
    Optional<String> network() {
        return network;
    }

    /** When it began, by the clock of the service. */
    long begun() {
        return begun;
    }

    /** Begins, unless its client is refused for now, without a look at what it sends. */
    void start(Optional<byte[]> initialResponse) {
        session.logins().add(this);
        if (session.service().penalties().refuses(auth.client())) {
            decided(Optional.empty(), new Decision.Outcome.Penalised());
            holdBack(
                    AuthServerMessage.Fail.of(id(), Optional.empty(), FailureReason.TEMPORARY),
                    session.service().penalties().longestDelay());
        } else {
            advance(exchange.start(initialResponse));
        }
    }

    /** Takes the client's CONT. */
    void respond(AuthCommand.Cont cont) {
        switch (state) {
            case State.HeldBack _ -> {} // its failure is on its way
            case State.Working _ -> {
                session.logins().remove(this);
                decided(exchange.claimedName(), new Decision.Outcome.Refused(FailureReason.MALFORMED));
                session.send(AuthServerMessage.Fail.of(id(), "Unexpected continuation"));
            }
            case State.AwaitingResponse _ -> take(cont);
            case State.AwaitingAnswerToRefusal(var failure, var delay) -> {
                lastInput = session.service().now();
                holdBack(failure, delay);
            }
            case State.AwaitingConfirmation(var success) -> {
                if (cont.data() instanceof Base64Data.Octets(byte[] octets) && octets.length == 0) {
                    succeed(success, Optional.empty());
                } else {
                    fail(FailureReason.MALFORMED);
                }
            }
        }
    }

    private void take(AuthCommand.Cont cont) {
        // only clients that know of channel binding may add fields
        boolean mayHaveFields = session.clientMinor() >= ProtocolVersion.INTERNAL.minor();
        Optional<Base64Data> binding =
                cont.parameters().value(AuthCommand.Cont.CHANNEL_BINDING).map(Base64Data::decode);
        if (cont.data() instanceof Base64Data.Octets(byte[] response)
                && !binding.map(Base64Data.NotBase64.class::isInstance).orElse(false)
                && (mayHaveFields || cont.parameters().fields().isEmpty())) {
            lastInput = session.service().now();
            advance(exchange.respond(response, binding.map(Base64Data::octets)));
        } else {
            fail(FailureReason.MALFORMED);
        }
    }

    /** The client has given up, or its time is over. */
    void cancel() {
        session.logins().remove(this);
        if (!isDecided()) {
            decided(exchange.claimedName(), new Decision.Outcome.Cancelled());
        }
    }

    /** Sends the failure that was held back. */
    void tellFailure() {
        if (state instanceof State.HeldBack(var failure)) {
            session.send(failure);
        }
    }

    /** Does what the mechanism says. Nothing, when the login was given up meanwhile. */
    private void advance(NextStep step) {
        if (!session.logins().contains(this)) {
            return;
        }
        switch (step) {
            case NextStep.Work work -> delegate(work);
            case NextStep.Refusal(byte[] error, FailureReason reason) -> refuse(error, reason);
            case SaslStep.Challenge(byte[] data) -> {
                state = AWAITING_RESPONSE;
                session.send(AuthServerMessage.Cont.of(id(), data, exchange.wantedBinding()));
            }
            case SaslStep.Success success -> confirm(success);
            case SaslStep.Failure(FailureReason reason) -> fail(reason);
        }
    }

    private void delegate(NextStep.Work work) {
        state = WORKING;
        boolean taken = session.service().workers().offer(work.kind(), () -> {
            NextStep next = run(work);
            session.later(() -> advance(next));
        });
        if (!taken) {
            fail(FailureReason.TEMPORARY);
        }
    }

    /** Does all work of one kind in a row. Work of the other kind goes to its own threads. */
    private static NextStep run(NextStep.Work work) {
        try {
            NextStep step = work.next().get();
            while (step instanceof NextStep.Work more && more.kind() == work.kind()) {
                step = more.next().get();
            }
            return step;
        } catch (RuntimeException | OutOfMemoryError e) { // the latter of memory for a password hash, outside the heap
            LOG.log(Level.ERROR, "A mechanism failed", e);
            return new SaslStep.Failure(FailureReason.TEMPORARY);
        }
    }

    /** A front end that does not take the last message with OK gets it as one more challenge, and confirms that. */
    private void confirm(SaslStep.Success success) {
        if (success.finalData().isEmpty() || auth.finalResponseOk()) {
            succeed(success, success.finalData());
        } else {
            state = new State.AwaitingConfirmation(success);
            session.send(AuthServerMessage.Cont.of(id(), success.finalData().get()));
        }
    }

    /** The end of a good exchange. */
    private void succeed(SaslStep.Success success, Optional<byte[]> finalData) {
        User user = success.user();
        String address = user.address().toString();
        session.logins().remove(this);
        decided(exchange.claimedName(), new Decision.Outcome.Accepted(user));
        if (!auth.parameters().has(AuthCommand.Auth.NO_LOGIN)) {
            session.keep(id(), new FinishedLogins.Finished(address, mechanism));
        }
        session.service().penalties().succeeded(address);
        var parameters = Parameters.builder().add("user", address);
        if (session.socket().ours()) {
            parameters.add(AuthServerMessage.Ok.MAILBOX_ID, user.mailboxId());
        }
        parameters.add("resp", finalData.map(Base64.getEncoder()::encodeToString));
        session.send(new AuthServerMessage.Ok(id(), parameters.build()));
    }

    /** The end of a bad one, told at once or after the delay. */
    private void fail(FailureReason reason) {
        decided(exchange.claimedName(), new Decision.Outcome.Refused(reason));
        var failure = AuthServerMessage.Fail.of(id(), exchange.claimedName(), reason);
        if (toldAtOnce(reason)) {
            session.logins().remove(this);
            session.send(failure);
        } else {
            holdBack(failure, count(reason));
        }
    }

    /** Counts and logs it now: the client need not answer. */
    private void refuse(byte[] error, FailureReason reason) {
        decided(exchange.claimedName(), new Decision.Outcome.Refused(reason));
        var failure = AuthServerMessage.Fail.of(id(), exchange.claimedName(), reason);
        state = new State.AwaitingAnswerToRefusal(failure, count(reason));
        session.send(AuthServerMessage.Cont.of(id(), error));
    }

    /** The delay counts from the client's last message, so that it hides how long the decision took. */
    private void holdBack(AuthServerMessage.Fail failure, Duration delay) {
        state = new State.HeldBack(failure);
        session.logins().holdBack(this, lastInput + delay.toNanos());
    }

    /**
     * Counts a failure that may have been a guess at a password.
     *
     * @return how long it is to be held back
     */
    private Duration count(FailureReason reason) {
        var penalties = session.service().penalties();
        return reason == FailureReason.CREDENTIALS
                ? penalties.failed(auth.client(), exchange.claimedName())
                : penalties.usualDelay();
    }

    /** Failures that are not the result of a guess at a password. */
    private static boolean toldAtOnce(FailureReason reason) {
        return switch (reason) {
            case TEMPORARY, ENCRYPTION_REQUIRED, MALFORMED, UNKNOWN_MECHANISM -> true;
            case CREDENTIALS, DISABLED, EXPIRED, NOT_AUTHORIZED -> false;
        };
    }

    /** Whether its end is known and logged. */
    private boolean isDecided() {
        return switch (state) {
            case State.HeldBack _, State.AwaitingAnswerToRefusal _ -> true;
            case State.Working _, State.AwaitingResponse _, State.AwaitingConfirmation _ -> false;
        };
    }

    private void decided(Optional<String> claimedName, Decision.Outcome outcome) {
        session.service().decisions().made(Decision.on(auth, mechanism, claimedName, outcome));
    }
}
