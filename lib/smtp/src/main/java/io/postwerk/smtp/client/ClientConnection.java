package io.postwerk.smtp.client;

import io.postwerk.net.Connection;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.ReplyParser;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpCommandWriter;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;
import java.time.Duration;

/** A connection of commands and replies. A line that is no reply is an {@link IOException}. */
final class ClientConnection {
    // RFC 5321 4.5.3.1.5 allows 512; servers exceed it
    private static final int MAX_REPLY_LINE = 4096;

    private final Connection connection;

    ClientConnection(Connection connection) {
        this.connection = connection;
    }

    Connection octets() {
        return connection;
    }

    boolean secured() {
        return connection.tls().isPresent();
    }

    /** Adds a command to what the next flush sends. */
    void write(SmtpCommand command) throws IOException {
        connection.write(SmtpCommandWriter.write(command));
    }

    /** Sends a command and waits for its reply. */
    SmtpReply ask(SmtpCommand command, Duration timeout) throws IOException {
        write(command);
        connection.flush();
        return reply(timeout);
    }

    /** Waits for the next reply. */
    SmtpReply reply(Duration timeout) throws IOException {
        ReplyParser parser = new ReplyParser();
        while (true) {
            switch (parser.add(connection.readLine(MAX_REPLY_LINE, timeout))) {
                case ReplyParser.Step.More() -> {}
                case ReplyParser.Step.Done(SmtpReply reply) -> {
                    return reply;
                }
                case ReplyParser.Step.Malformed(String why) -> throw new IOException("not an SMTP reply: " + why);
            }
        }
    }

    void startTls(TlsContext context, Duration timeout) throws IOException {
        connection.startTls(context, timeout);
    }

    /** Whether the server has said or done something although nothing was asked: it has ended the session. */
    boolean disturbed() {
        try {
            return switch (connection.await(Duration.ZERO)) {
                case INPUT -> true;
                case EVENT, DEADLINE -> false;
            };
        } catch (IOException e) {
            return true;
        }
    }

    void close() {
        connection.close();
    }
}
