package io.postwerk.smtp.server;

import io.postwerk.net.BareLineEndException;
import io.postwerk.net.Connection;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.LineTooLongException;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommandParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads the client's lines as commands. A line that breaks the framing is a result with its reply. */
final class SmtpCommandReader {
    // RFC 4954 4: up to 12288 octets with AUTH and in answers to its challenges
    private static final int MAX_AUTH_LINE = 12288;

    private final Connection connection;

    SmtpCommandReader(Connection connection) {
        this.connection = connection;
    }

    /** The next command if all of it is here already. */
    Optional<SmtpCommandParser.Line> buffered() throws IOException {
        if (!connection.hasInput()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(Duration.ZERO));
        } catch (DeadlineExceededException e) {
            // Only a part of a line has arrived.
            return Optional.empty();
        }
    }

    /**
     * Waits for the next command, all of it; empty if an event came first.
     *
     * @throws DeadlineExceededException if nothing came
     */
    Optional<SmtpCommandParser.Line> await(Duration timeout) throws IOException {
        long start = System.nanoTime();
        return switch (connection.await(timeout)) {
            case INPUT -> Optional.of(read(timeout.minusNanos(System.nanoTime() - start)));
            case EVENT -> Optional.empty();
            case DEADLINE -> throw new DeadlineExceededException("no command within the time");
        };
    }

    /** Waits for the answer to a challenge of AUTH: a line that is no command. */
    byte[] response(Duration timeout) throws IOException {
        return connection.readLine(MAX_AUTH_LINE, timeout);
    }

    private SmtpCommandParser.Line read(Duration timeout) throws IOException {
        try {
            return SmtpCommandParser.parse(connection.readLine(MAX_AUTH_LINE, timeout));
        } catch (LineTooLongException e) {
            return new SmtpCommandParser.Line.BadLine(Replies.LINE_TOO_LONG);
        } catch (BareLineEndException e) {
            return new SmtpCommandParser.Line.BadLine(Replies.BARE_LINE_END);
        }
    }
}
