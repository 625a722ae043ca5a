package io.postwerk.smtp.server;

import io.postwerk.net.BareLineEndException;
import io.postwerk.net.Connection;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.LineTooLongException;
import io.postwerk.smtp.CommandParser;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads the client's lines as commands. A line that breaks the framing is a command too, with the reply it deserves. */
final class CommandReader {
    // RFC 4954 4: up to 12288 octets with AUTH and in answers to its challenges
    private static final int MAX_AUTH_LINE = 12288;
    // RFC 5321 4.5.3.1.4: 512 octets, and what the parameters of extensions add
    private static final int MAX_COMMAND_LINE = 2048;

    private final Connection connection;

    CommandReader(Connection connection) {
        this.connection = connection;
    }

    /** The next command if all of it is here already. */
    Optional<SmtpCommand> buffered() throws IOException {
        if (!connection.hasInput()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(Duration.ZERO));
        } catch (DeadlineExceededException e) {
            // A part of a line: the rest is on its way, or waits for our replies.
            return Optional.empty();
        }
    }

    /**
     * Waits for the next command; empty if an event came first.
     *
     * @throws DeadlineExceededException if nothing came
     */
    Optional<SmtpCommand> await(Duration timeout) throws IOException {
        return switch (connection.await(timeout)) {
            case INPUT -> Optional.of(read(timeout));
            case EVENT -> Optional.empty();
            case DEADLINE -> throw new DeadlineExceededException("no command within the time");
        };
    }

    /** Waits for the answer to a challenge of AUTH, which is a line too, but no command. */
    byte[] response(Duration timeout) throws IOException {
        return connection.readLine(MAX_AUTH_LINE, timeout);
    }

    private SmtpCommand read(Duration timeout) throws IOException {
        try {
            byte[] line = connection.readLine(MAX_AUTH_LINE, timeout);
            SmtpCommand command = CommandParser.parse(line);
            boolean tooLong = line.length + 2 > MAX_COMMAND_LINE && command.verb() != Verb.AUTH;
            return tooLong ? malformed(Replies.lineTooLong()) : command;
        } catch (LineTooLongException e) {
            return malformed(Replies.lineTooLong());
        } catch (BareLineEndException e) {
            return malformed(Replies.bareLineEnd());
        }
    }

    private static SmtpCommand malformed(SmtpReply reply) {
        return new SmtpCommand.Malformed(Verb.UNKNOWN, reply);
    }
}
