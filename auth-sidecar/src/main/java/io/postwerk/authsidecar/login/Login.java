package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.authsidecar.penalty.Asker;
import io.postwerk.authsidecar.penalty.Turns;
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
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One login: an exchange that is under way on a connection, from its AUTH to its OK or FAIL. All calls come from the connection's
 * thread; what computes or waits runs elsewhere, and its result comes back as a task.
 */
final class Login {

    /** What it waits for. */
    private sealed interface State {
        /** The mechanism computes. */
        record Working() implements State {}

        /** Others from its network have all the places in which passwords can be tried: it goes on when it has one. */
        record AwaitingTurn(Runnable then, Supplier<Optional<NextStep>> known, long until) implements State {}

        /** The client has to answer a challenge. */
        record AwaitingResponse() implements State {}

        /** It has succeeded, and the client has to confirm the mechanism's last message (an empty CONT). */
        record AwaitingConfirmation(SaslStep.Success success) implements State {}

        /** It has failed. The client was told the reason in a challenge, and has to answer that before FAIL is sent. */
        record AwaitingAnswerToRefusal(AuthServerMessage.Fail failure, Duration delay) implements State {}

        /** It has failed, and FAIL is sent after a delay. */
        record HeldBack(AuthServerMessage.Fail failure) implements State {}
    }

    /** How often a login that waits for its turn looks: for a place, and whether its password is known meanwhile. */
    private static final long SHORTEST_WAIT = Duration.ofMillis(100).toNanos();

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private static final State WORKING = new State.Working();
    private static final State AWAITING_RESPONSE = new State.AwaitingResponse();

    private final AuthSession session;
    private final AuthCommand.Auth auth;
    private final Mechanism mechanism;
    private final Mechanism.Exchange exchange;
    private final Optional<String> network;
    private Optional<Turns.Turn> turn = Optional.empty();
    private final long begun;
    private long lastInput;
    private State state = WORKING;

    Login(AuthSession session, AuthCommand.Auth auth, Mechanism mechanism, Mechanism.Facts facts) {
        this.session = session;
        this.auth = auth.withoutResponse();
        this.mechanism = mechanism;
        this.exchange = mechanism.open(facts);
        this.network = session.service().penalties().network(auth.client());
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

    /** Whether the client has to go on. */
    boolean awaitsClient() {
        return state instanceof State.AwaitingResponse;
    }

    /**
     * Begins. A client that has its share of exchanges under way gives up its oldest one that it does not go on with, or the new
     * one; but what is decided at once, as a remembered password is, is decided whatever others at its address do.
     */
    void start(Optional<byte[]> initialResponse) {
        PendingLogins logins = session.logins();
        boolean full = network.map(logins::sizeOf).orElse(0)
                >= session.service().settings().maxPendingPerClient();
        NextStep first = exchange.start(initialResponse);
        boolean undecided = first instanceof NextStep.Work || first instanceof SaslStep.Challenge;
        logins.add(this);
        if (full && undecided) {
            network.flatMap(logins::oldestIdle).orElse(this).makeWay();
        }
        advance(first);
    }

    private void makeWay() {
        session.logins().remove(this);
        decided(exchange.claimedName(), new Decision.Outcome.Refused(FailureReason.TEMPORARY));
        session.send(AuthServerMessage.Fail.of(id(), Optional.empty(), FailureReason.TEMPORARY));
    }

    /** Takes the client's CONT. */
    void respond(AuthCommand.Cont cont) {
        switch (state) {
            case State.HeldBack _ -> {} // its failure is on its way
            case State.Working _, State.AwaitingTurn _ -> {
                session.logins().remove(this);
                leave();
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
            Runnable goOn = () -> advance(exchange.respond(response, binding.map(Base64Data::octets)));
            if (mechanism.info().plaintext() || exchange.claimedName().isEmpty()) {
                goOn.run();
            } else {
                inTurn(goOn, Optional::empty); // the proof of a password, which is checked without further work
            }
        } else {
            fail(FailureReason.MALFORMED);
        }
    }

    /** The client has given up, or its time is over. */
    void cancel() {
        session.logins().remove(this);
        leave();
        if (!isDecided()) {
            decided(exchange.claimedName(), new Decision.Outcome.Cancelled());
        }
    }

    /** Does what was to be done at this time. */
    void wake() {
        switch (state) {
            case State.HeldBack(var failure) -> {
                session.logins().remove(this);
                session.send(failure);
            }
            case State.AwaitingTurn waiting -> {
                Optional<NextStep> known = waiting.known().get();
                session.service().turns().advance();
                if (known.isPresent()) {
                    turn.ifPresent(Turns.Turn::end);
                    state = WORKING;
                    advance(known.get());
                } else if (!turn.orElseThrow().isWaiting()) {
                    turnCame();
                } else if (waiting.until() <= session.service().now()) {
                    refuseWithoutTurn();
                } else {
                    wakeForTurn(waiting);
                }
            }
            case State.Working _,
                    State.AwaitingResponse _,
                    State.AwaitingConfirmation _,
                    State.AwaitingAnswerToRefusal _ -> {}
        }
    }

    /**
     * Goes on when the client has one of its places to try a password in. What needs no place is not asked for one: a password that
     * is remembered as right is a decision without work.
     */
    private void inTurn(Runnable then, Supplier<Optional<NextStep>> known) {
        if (turn.isPresent()) {
            then.run();
            return;
        }
        Turns.Turn asked = session.service().turns().ask(asker(), () -> session.later(this::turnCame));
        turn = Optional.of(asked);
        if (asked.isOpen()) {
            then.run();
        } else if (asked.isWaiting()) {
            var waiting = new State.AwaitingTurn(then, known, session.service().now() + Turns.PATIENCE.toNanos());
            state = waiting;
            wakeForTurn(waiting);
        } else {
            refuseWithoutTurn();
        }
    }

    private void turnCame() {
        if (session.logins().contains(this)
                && state instanceof State.AwaitingTurn waiting
                && turn.orElseThrow().isOpen()) {
            state = WORKING;
            waiting.then().run();
        }
    }

    private void wakeForTurn(State.AwaitingTurn waiting) {
        long now = session.service().now();
        Duration next = session.service().turns().untilNext(LONGEST_WAIT);
        session.logins().wakeAt(this, Math.min(waiting.until(), now + Math.max(next.toNanos(), SHORTEST_WAIT)));
    }

    private void refuseWithoutTurn() {
        session.logins().remove(this);
        leave();
        decided(exchange.claimedName(), new Decision.Outcome.Penalised());
        session.send(AuthServerMessage.Fail.of(id(), exchange.claimedName(), FailureReason.TEMPORARY));
    }

    /** Without a decision that the client is told. What is being computed keeps its place, so that leaving early wins nothing. */
    private void leave() {
        Duration keep =
                state instanceof State.Working ? session.service().penalties().usualDelay() : Duration.ZERO;
        if (!isDecided()) {
            turn.ifPresent(t -> t.endAfter(keep));
        }
    }

    private Asker asker() {
        return session.service().penalties().asker(auth.client(), exchange.claimedName());
    }

    /** Does what the mechanism says. Nothing, when the login was given up meanwhile. */
    private void advance(NextStep step) {
        if (!session.logins().contains(this)) {
            return;
        }
        switch (step) {
            case NextStep.Work work -> {
                if (mechanism.info().plaintext()) {
                    inTurn(() -> delegate(work), work.known());
                } else {
                    delegate(work);
                }
            }
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
        Asker asker = asker();
        boolean known = session.service().turns().knows(asker);
        session.service()
                .workers()
                .submit(work.kind(), new LoginWork(asker, known, work, next -> session.later(() -> advance(next))));
    }

    /** A front end that does not take the last message with OK gets it as one more challenge, and confirms that. */
    private void confirm(SaslStep.Success success) {
        turn.ifPresent(Turns.Turn::end);
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
            session.keep(
                    id(), new FinishedLogins.Finished(address, mechanism.info().name()));
        }
        session.service().turns().succeeded(asker());
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
            turn.ifPresent(Turns.Turn::end);
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
        session.logins().wakeAt(this, lastInput + delay.toNanos());
    }

    /**
     * Counts a failure that may have been a guess at a password, whose place is kept for the delay.
     *
     * @return how long it is to be held back
     */
    private Duration count(FailureReason reason) {
        var penalties = session.service().penalties();
        Duration delay = reason == FailureReason.CREDENTIALS ? penalties.failed(asker()) : penalties.usualDelay();
        turn.ifPresent(t -> t.endAfter(delay));
        return delay;
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
            case State.Working _, State.AwaitingTurn _, State.AwaitingResponse _, State.AwaitingConfirmation _ -> false;
        };
    }

    private void decided(Optional<String> claimedName, Decision.Outcome outcome) {
        session.service().decisions().made(Decision.on(auth, mechanism.info().name(), claimedName, outcome));
    }
}
