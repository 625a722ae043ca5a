package io.postwerk.sasl.client;

import io.postwerk.net.Connection;
import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps one connection to an authentication service: makes it, shakes hands, makes it again when it is gone. All requests of
 * a program share it.
 *
 * @param <S> the session that runs on the connection
 */
final class ServiceLink<S extends LinkSession<?>> implements AutoCloseable {

    /** Makes the session of a new connection. */
    @FunctionalInterface
    interface Sessions<S> {
        /** @param ready to be run once, when the service's handshake is over */
        S open(LineChannel channel, Runnable ready);
    }

    private static final Logger LOG = System.getLogger(ServiceLink.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** After a service that takes connections, but does not shake hands: it may never. */
    private static final Duration LONGEST_PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);

    private static final int MAX_LINE = LineFramer.MAX_AUTH_LINE;

    private final String purpose;
    private final Connector connector;
    private final Sessions<S> sessions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<S> current = Optional.empty();
    private Optional<LineChannel> channel = Optional.empty();
    private boolean closed;
    private boolean complained;
    private Duration pause = FIRST_PAUSE;

    /** @param purpose for the log: what the connection is for */
    ServiceLink(String purpose, Connector connector, Sessions<S> sessions) {
        this.purpose = purpose;
        this.connector = connector;
        this.sessions = sessions;
    }

    ServiceLink<S> start() {
        Thread.ofVirtual().name("auth-service " + purpose).start(this::keepConnected);
        return this;
    }

    /** The session, when it is ready; waits at most so long for it. */
    Optional<S> session(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (current.isEmpty() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            channel.ifPresent(LineChannel::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void keepConnected() {
        do {
            runOnce();
        } while (pauseUnlessClosed());
    }

    private void runOnce() {
        String problem = "the service closed the connection";
        Duration longest = LONGEST_PAUSE;
        try (Connection connection = connector.connect()) {
            var line = new LineChannel(connection, new LineFramer(MAX_LINE));
            longest = LONGEST_PAUSE_AFTER_REFUSAL;
            var session = new Object() {
                @SuppressWarnings("NullAway.Init") // set before the session is run
                S value;
            };
            session.value = sessions.open(line, () -> ready(session.value));
            if (opened(line)) {
                line.run(session.value);
            }
        } catch (IOException | WireException e) {
            problem = String.valueOf(e.getMessage());
        } finally {
            gone(problem, longest);
        }
    }

    private boolean opened(LineChannel line) {
        lock.lock();
        try {
            channel = Optional.of(line);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void ready(S session) {
        lock.lock();
        try {
            current = Optional.of(session);
            if (complained) {
                LOG.log(Level.INFO, "The authentication service at {0} answers again ({1})", connector, purpose);
            }
            complained = false;
            pause = FIRST_PAUSE;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void gone(String problem, Duration longest) {
        lock.lock();
        try {
            if (current.isEmpty()) {
                pause = min(pause.multipliedBy(2), longest);
            }
            current = Optional.empty();
            channel = Optional.empty();
            if (!closed && !complained) {
                LOG.log(
                        Level.WARNING,
                        "No connection to the authentication service at {0} for {1}: {2}",
                        connector,
                        purpose,
                        problem);
                complained = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean pauseUnlessClosed() {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
