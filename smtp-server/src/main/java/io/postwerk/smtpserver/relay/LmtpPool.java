package io.postwerk.smtpserver.relay;

import io.postwerk.smtp.client.ConnectOutcome;
import io.postwerk.smtp.client.LmtpClient;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.RecipientOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Connections to imap-server that are kept open between mails; the one used last is used next, so that few stay warm and
 * the others grow old and are closed.
 */
public final class LmtpPool implements AutoCloseable {
    private record Idle(LmtpClient client, long since) {}

    private final Supplier<ConnectOutcome<LmtpClient>> connector;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Semaphore permits;
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * How many, and how long.
     *
     * @param connections open at the same time
     * @param patience waiting for one of them, when all are in use
     * @param idle how long one is kept that nobody uses
     */
    public record Limits(int connections, Duration patience, Duration idle) {}

    /** What became of a mail. */
    sealed interface Exchange {
        /** There was a conversation: an outcome for each recipient. */
        record Spoken(List<RecipientOutcome> outcomes) implements Exchange {}

        /** There was none. */
        record NoConnection(String why) implements Exchange {}
    }

    /**
     * @param connector makes a connection
     * @param nanoTime as {@link System#nanoTime}
     */
    public LmtpPool(Supplier<ConnectOutcome<LmtpClient>> connector, Limits limits, LongSupplier nanoTime) {
        this.connector = connector;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.permits = new Semaphore(limits.connections());
    }

    /** Sends a mail over a connection of the pool. */
    Exchange send(OutgoingMail mail) {
        try {
            if (!permits.tryAcquire() && !permits.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Exchange.NoConnection("all " + limits.connections() + " connections are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchange.NoConnection("stopping");
        }
        try {
            Optional<LmtpClient> kept = take();
            if (kept.isPresent()) {
                List<RecipientOutcome> outcomes = send(kept.get(), mail);
                if (!outcomes.stream().allMatch(RecipientOutcome.NotSent.class::isInstance)) {
                    return new Exchange.Spoken(outcomes);
                }
                // The server had closed it while nobody looked.
            }
            return switch (connector.get()) {
                case ConnectOutcome.Connected<LmtpClient>(LmtpClient client) -> new Exchange.Spoken(send(client, mail));
                case ConnectOutcome.Refused<LmtpClient> refused ->
                    new Exchange.NoConnection(refused.reply().toString());
                case ConnectOutcome.Failed<LmtpClient>(String why) -> new Exchange.NoConnection(why);
            };
        } finally {
            permits.release();
        }
    }

    private List<RecipientOutcome> send(LmtpClient client, OutgoingMail mail) {
        List<RecipientOutcome> outcomes = client.send(mail);
        if (outcomes.stream().allMatch(RecipientOutcome.Answered.class::isInstance)) {
            keep(client);
        } else {
            client.close();
        }
        return outcomes;
    }

    /** One that is kept and seems to be open. Those that are too old or closed are dropped on the way. */
    private Optional<LmtpClient> take() {
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
                return Optional.of(next.client());
            }
            next.client().close();
        }
    }

    private void keep(LmtpClient client) {
        synchronized (idle) {
            if (!closed) {
                idle.addLast(new Idle(client, nanoTime.getAsLong()));
                return;
            }
        }
        client.close();
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
