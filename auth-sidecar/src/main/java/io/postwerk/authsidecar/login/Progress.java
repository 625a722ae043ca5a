package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.penalty.Penalties;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.Cont;
import io.postwerk.sasl.wire.Fail;
import io.postwerk.sasl.wire.Ok;
import io.postwerk.sasl.wire.Parameters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings an exchange from one step of its mechanism to the next, and ends it. */
final class Progress {

    private static final Logger LOG = System.getLogger(Progress.class.getName());

    private final LoginService service;
    private final LoginSocket socket;
    private final Handshake handshake;
    private final Logins logins;
    private final Consumer<AuthServerMessage> out;
    private final Consumer<Runnable> later;

    Progress(
            LoginService service,
            LoginSocket socket,
            Handshake handshake,
            Logins logins,
            Consumer<AuthServerMessage> out,
            Consumer<Runnable> later) {
        this.service = service;
        this.socket = socket;
        this.handshake = handshake;
        this.logins = logins;
        this.out = out;
        this.later = later;
    }

    /** Does what the mechanism says. Nothing, when the login was given up meanwhile. */
    void advance(Login login, NextStep step) {
        if (!logins.contains(login)) {
            return;
        }
        switch (step) {
            case NextStep.Work work -> delegate(login, work);
            case SaslStep.Challenge(byte[] data) -> {
                login.become(new Login.State.AwaitingResponse());
                out.accept(Cont.challenge(login.id(), data, login.exchange().wantedBinding()));
            }
            case SaslStep.Success success -> confirm(login, success);
            case NextStep.Refusal(byte[] error, FailureReason reason) -> refuse(login, error, reason);
            case SaslStep.Failure(FailureReason reason) -> fail(login, reason);
        }
    }

    /** The end of a good exchange. */
    void succeed(Login login, SaslStep.Success success, Optional<byte[]> finalData) {
        logins.remove(login);
        service.decisions().made(login.accepted(success));
        if (login.isAskedAbout()) {
            service.finished().keep(handshake.cookie(), handshake.clientPid(), login.id(), login.finished(success));
        }
        service.penalties().succeeded(success.user().address().toString());
        var parameters =
                Parameters.builder().add("user", success.user().address().toString());
        if (socket.ours()) {
            parameters.add(Ok.MAILBOX_ID, success.user().mailboxId());
        }
        parameters.add("resp", finalData.map(Base64.getEncoder()::encodeToString));
        out.accept(new Ok(login.id(), parameters.build()));
    }

    /** The end of a bad one, told at once or after the delay. */
    void fail(Login login, FailureReason reason) {
        service.decisions().made(login.refused(reason));
        Fail failure = Fail.of(login.id(), login.claimedName(), reason);
        if (toldAtOnce(reason)) {
            logins.remove(login);
            out.accept(failure);
            return;
        }
        holdBack(login, failure, count(login, reason));
    }

    /** Counts and logs it now: the client need not answer. */
    private void refuse(Login login, byte[] error, FailureReason reason) {
        service.decisions().made(login.refused(reason));
        Fail failure = Fail.of(login.id(), login.claimedName(), reason);
        login.become(new Login.State.AwaitingAnswerToRefusal(failure, count(login, reason)));
        out.accept(new Cont(login.id(), error));
    }

    /** The client has heard why. */
    void refused(Login login, Login.State.AwaitingAnswerToRefusal refusal) {
        login.heard(service.now());
        holdBack(login, refusal.failure(), refusal.delay());
    }

    /** @return how long it is to be held back */
    private Duration count(Login login, FailureReason reason) {
        Penalties penalties = service.penalties();
        return isGuess(reason) ? penalties.failed(login.client(), login.claimedName()) : penalties.usualDelay();
    }

    /** The client has given up, or nobody goes on with it. */
    void cancel(Login login) {
        logins.remove(login);
        if (!login.isDecided()) {
            service.decisions().made(login.cancelled());
        }
    }

    /** Refuses for now, without a look at what the client sends. */
    void penalise(Login login) {
        service.decisions().made(login.penalised());
        holdBack(
                login,
                Fail.of(login.id(), Optional.empty(), FailureReason.TEMPORARY),
                service.penalties().longestDelay());
    }

    /** From the client's last message on, so that what it cost to decide cannot be seen. */
    private void holdBack(Login login, Fail failure, Duration delay) {
        login.become(new Login.State.HeldBack(failure));
        logins.holdBack(login, login.lastInput() + delay.toNanos());
    }

    private void delegate(Login login, NextStep.Work work) {
        login.become(new Login.State.Working());
        boolean taken = service.workers().offer(work.kind(), () -> {
            NextStep next = run(work);
            later.accept(() -> advance(login, next));
        });
        if (!taken) {
            fail(login, FailureReason.TEMPORARY);
        }
    }

    /** All work of one kind at once; what is of the other goes to threads of its own. */
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

    /** Front ends that do not take the last message with OK get it as one more challenge, which they confirm. */
    private void confirm(Login login, SaslStep.Success success) {
        if (success.finalData().isEmpty() || login.finalResponseOk()) {
            succeed(login, success, success.finalData());
        } else {
            login.become(new Login.State.AwaitingConfirmation(success));
            out.accept(new Cont(login.id(), success.finalData().get()));
        }
    }

    /** Whether it may have been a guess at a password. */
    private static boolean isGuess(FailureReason reason) {
        return reason == FailureReason.CREDENTIALS;
    }

    /** Those that no guess at a password can bring about. */
    private static boolean toldAtOnce(FailureReason reason) {
        return switch (reason) {
            case TEMPORARY, ENCRYPTION_REQUIRED, MALFORMED, UNKNOWN_MECHANISM -> true;
            case CREDENTIALS, DISABLED, EXPIRED, NOT_AUTHORIZED -> false;
        };
    }
}
