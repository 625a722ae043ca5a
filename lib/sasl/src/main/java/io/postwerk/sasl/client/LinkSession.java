package io.postwerk.sasl.client;

import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.WireException;
import io.postwerk.sasl.wire.WireMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/**
 * The client's state on one connection: requests that wait for their answers, by id. All but {@link #ask} and {@link #forget}
 * runs on the connection's thread.
 *
 * @param <M> what the service says
 */
abstract class LinkSession<M> implements LineSession {

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final long MAX_ID = 0xFFFF_FFFFL;

    private final LineChannel channel;
    private final Runnable ready;
    private final Map<Long, CompletableFuture<Optional<M>>> waiting = new HashMap<>();
    private final long handshakeBy = System.nanoTime() + HANDSHAKE.toNanos();
    private long lastId;
    private boolean isReady;
    private boolean isClosed;

    LinkSession(LineChannel channel, Runnable ready) {
        this.channel = channel;
        this.ready = ready;
    }

    /** What is sent in the name of a new id. */
    @FunctionalInterface
    interface Request extends LongFunction<WireMessage> {}

    /** An answer; without a message when the service has gone or takes too long. */
    record Answer<M>(long id, Optional<M> message) {}

    /** Asks under a new id, and waits for the answer. */
    Answer<M> ask(Request request, Duration timeout) {
        var id = new CompletableFuture<Long>();
        var answer = new CompletableFuture<Optional<M>>();
        channel.post(() -> {
            if (isClosed) {
                id.complete(0L);
                answer.complete(Optional.empty());
                return;
            }
            long next = nextId();
            waiting.put(next, answer);
            channel.send(request.apply(next));
            id.complete(next);
        });
        Optional<M> message = await(answer, timeout);
        return new Answer<>(id.getNow(0L), message);
    }

    /** Goes on with a request that was asked before, and waits for the answer. */
    Answer<M> ask(long id, WireMessage message, Duration timeout) {
        var answer = new CompletableFuture<Optional<M>>();
        channel.post(() -> {
            if (isClosed) {
                answer.complete(Optional.empty());
                return;
            }
            waiting.put(id, answer);
            channel.send(message);
        });
        return new Answer<>(id, await(answer, timeout));
    }

    /** Stops waiting for the answer to that request. */
    void forget(long id, Optional<? extends WireMessage> farewell) {
        channel.post(() -> {
            waiting.remove(id);
            if (!isClosed) {
                farewell.ifPresent(channel::send);
            }
        });
    }

    void send(WireMessage message) {
        channel.send(message);
    }

    /** The service's handshake is over. */
    void nowReady() {
        if (!isReady) {
            isReady = true;
            ready.run();
        }
    }

    /** Completes the request that waits for this answer, if it still waits. */
    void answered(long id, M message) throws WireException {
        if (!isReady) {
            throw new WireException("an answer before the end of the handshake");
        }
        CompletableFuture<Optional<M>> answer = waiting.remove(id);
        if (answer != null) {
            answer.complete(Optional.of(message));
        }
    }

    @Override
    public void tick() {
        if (!isReady && System.nanoTime() - handshakeBy > 0) {
            channel.close();
        }
    }

    @Override
    public Duration maxWait() {
        return isReady ? FOR_EVER : Duration.ofNanos(Math.max(0, handshakeBy - System.nanoTime()) + 1);
    }

    @Override
    public boolean idle() {
        return waiting.isEmpty();
    }

    @Override
    public void closed() {
        isClosed = true;
        waiting.values().forEach(answer -> answer.complete(Optional.empty()));
        waiting.clear();
    }

    private long nextId() {
        do {
            lastId = lastId % MAX_ID + 1;
        } while (waiting.containsKey(lastId));
        return lastId;
    }

    private static <M> Optional<M> await(CompletableFuture<Optional<M>> answer, Duration timeout) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
