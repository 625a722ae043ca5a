package io.postwerk.smtpserver.relay;

import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Connections to one server that are kept open between mails; the one used last is used next, so that few stay warm and the
 * others grow old and are closed.
 */
public final class ClientPool implements AutoCloseable {
    private record Idle(MailClient client, int mails, long since) {}

    private final Supplier<ConnectOutcome> connector;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Semaphore permits;
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * How many, and how long.
     *
     * @param connections open at the same time
     * @param maxWait how long to wait for one of them, when all are in use
     * @param idle how long one is kept that nobody uses
     * @param mails after so many a connection is closed
     */
    public record Limits(int connections, Duration maxWait, Duration idle, int mails) {}

    /** What became of a mail. */
    sealed interface Exchange {
        /** There was a conversation: an outcome for each recipient. */
        record Spoken(List<RecipientOutcome> outcomes) implements Exchange {}

        /** There was none. */
        record NoConnection(String why) implements Exchange {}

        /** What that means for each of so many recipients. */
        default List<Outcome> outcomes(String host, int recipients) {
            return switch (this) {
                // Even a 5yz here is about us and not about this mail.
                case NoConnection(String why) ->
                    Collections.nCopies(recipients, new Outcome.Unreachable(DeliveryFailure.noAnswer(host, why)));
                case Spoken(List<RecipientOutcome> outcomes) ->
                    outcomes.stream().map(outcome -> outcome(host, outcome)).toList();
            };
        }

        private static Outcome outcome(String host, RecipientOutcome outcome) {
            return switch (outcome) {
                case RecipientOutcome.Answered(SmtpReply reply) when reply.isPositive() -> new Outcome.Delivered(host);
                // RFC 5321 3.8: it is about to close the connection, for its own reasons or for one in this mail
                case RecipientOutcome.Answered(SmtpReply reply)
                when reply.code() == 421 -> new Outcome.Lost(DeliveryFailure.of(host, reply));
                case RecipientOutcome.Answered(SmtpReply reply) -> new Outcome.Refused(DeliveryFailure.of(host, reply));
                case RecipientOutcome.NotSent(String why) ->
                    new Outcome.Lost(DeliveryFailure.connectionLost(host, why));
                case RecipientOutcome.InDoubt(String why) ->
                    new Outcome.Lost(DeliveryFailure.connectionLost(host, why));
            };
        }
    }

    /**
     * @param connector makes a connection
     * @param nanoTime as {@link System#nanoTime}
     */
    public ClientPool(Supplier<ConnectOutcome> connector, Limits limits, LongSupplier nanoTime) {
        this.connector = connector;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.permits = new Semaphore(limits.connections());
    }

    /** Sends a mail over a connection of the pool. */
    Exchange send(OutgoingMail mail) {
        try {
            if (!permits.tryAcquire() && !permits.tryAcquire(limits.maxWait().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Exchange.NoConnection("all " + limits.connections() + " connections are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchange.NoConnection("stopping");
        }
        try {
            Optional<Idle> kept = take();
            if (kept.isPresent()) {
                List<RecipientOutcome> outcomes =
                        send(kept.get().client(), kept.get().mails(), mail);
                if (!outcomes.stream().allMatch(ClientPool::endedBefore)) {
                    return new Exchange.Spoken(outcomes);
                }
                // The server closed the idle connection; it has not taken the mail.
            }
            return switch (connector.get()) {
                case ConnectOutcome.Connected(MailClient client) -> new Exchange.Spoken(send(client, 0, mail));
                case ConnectOutcome.Refused refused ->
                    new Exchange.NoConnection(refused.reply().toString());
                case ConnectOutcome.Failed(String why) -> new Exchange.NoConnection(why);
            };
        } finally {
            permits.release();
        }
    }

    private static boolean endedBefore(RecipientOutcome outcome) {
        return outcome instanceof RecipientOutcome.NotSent
                // RFC 5321 3.8: 421 closes the connection
                || outcome instanceof RecipientOutcome.Answered(var reply) && reply.code() == 421;
    }

    private List<RecipientOutcome> send(MailClient client, int mailsBefore, OutgoingMail mail) {
        List<RecipientOutcome> outcomes = client.send(mail);
        boolean answered = outcomes.stream().allMatch(RecipientOutcome.Answered.class::isInstance);
        if (answered && mailsBefore + 1 < limits.mails()) {
            keep(client, mailsBefore + 1);
        } else {
            client.close();
        }
        return outcomes;
    }

    /** One that is kept and seems to be open. Those that are too old or closed are dropped on the way. */
    private Optional<Idle> take() {
        while (true) {
            Idle next;
            synchronized (idle) {
                next = idle.pollLast();
            }
            if (next == null) {
                return Optional.empty();
            }
            if (nanoTime.getAsLong() - next.since() < limits.idle().toNanos()
                    && next.client().isUsable()) {
                return Optional.of(next);
            }
            next.client().close();
        }
    }

    private void keep(MailClient client, int mails) {
        synchronized (idle) {
            if (!closed) {
                idle.addLast(new Idle(client, mails, nanoTime.getAsLong()));
                return;
            }
        }
        client.close();
    }

    /** Closes those that nobody has used for long. */
    void sweep() {
        List<Idle> old;
        synchronized (idle) {
            long now = nanoTime.getAsLong();
            old = idle.stream()
                    .filter(kept -> now - kept.since() >= limits.idle().toNanos())
                    .toList();
            idle.removeAll(old);
        }
        old.forEach(kept -> kept.client().close());
    }

    /** Closes what is kept; what is in use is closed when it is given back. */
    @Override
    public void close() {
        List<Idle> rest;
        synchronized (idle) {
            closed = true;
            rest = List.copyOf(idle);
            idle.clear();
        }
        rest.forEach(kept -> kept.client().close());
    }
}
