package io.postwerk.smtp.server;

import io.postwerk.net.Connection;
import io.postwerk.smtp.server.SmtpEvent.Limit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts what a client does in a session that brings no mail: lets it wait, and tells when it has been enough. */
final class ClientConduct {
    private static final int LONGEST = 10;

    private final Connection connection;
    private final Consumer<SmtpEvent> observer;
    private SessionLimits.Misuse limits = SessionLimits.DEFAULT.misuse();
    private int errors;
    private int junkCommands;
    private int authFailures;

    ClientConduct(Connection connection, Consumer<SmtpEvent> observer) {
        this.connection = connection;
        this.observer = observer;
    }

    /** What holds for this session. */
    void limits(SessionLimits.Misuse other) {
        limits = other;
    }

    /** Counts a permanent refusal, which waits for its turn. */
    void error() throws IOException {
        errors++;
        pause(delay(), Limit.ERRORS);
    }

    /** Counts a command that changes nothing. */
    void junkCommand() throws IOException {
        junkCommands++;
        if (junkCommands > limits.junkCommands()) {
            errors++;
            pause(delay(), Limit.JUNK_COMMANDS);
        }
    }

    /** Counts a recipient that is refused for good. */
    void refusedRecipient(RefusalPace pace) throws IOException {
        pause(pace.refused(), Limit.REFUSED_RECIPIENTS);
    }

    void authFailure() {
        authFailures++;
    }

    /** A message was accepted. */
    void forgive() {
        errors = 0;
        junkCommands = 0;
    }

    /** The limit that ends the session, if one is reached. */
    Optional<Limit> exhausted() {
        if (authFailures >= limits.authFailures()) {
            return Optional.of(Limit.AUTH_FAILURES);
        }
        if (errors >= limits.errors()) {
            return Optional.of(junkCommands > limits.junkCommands() ? Limit.JUNK_COMMANDS : Limit.ERRORS);
        }
        return Optional.empty();
    }

    /** The replies up to now are sent; the next one waits. It holds no more than the session's own virtual thread. */
    private void pause(Duration time, Limit limit) throws IOException {
        if (time.isPositive()) {
            observer.accept(new SmtpEvent.Delayed(limit));
            connection.pause(time);
        }
    }

    private Duration delay() {
        int beyond = errors - limits.errors() / 2;
        return beyond <= 0 ? Duration.ZERO : limits.delay().multipliedBy(Math.min(beyond, LONGEST));
    }
}
