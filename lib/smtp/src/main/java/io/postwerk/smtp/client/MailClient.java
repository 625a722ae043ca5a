package io.postwerk.smtp.client;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A connection to a server that waits for mail, for one thread at a time. It may carry one transaction after another; the
 * caller keeps it between them, as long as it {@link #isUsable}.
 */
public abstract sealed class MailClient implements AutoCloseable permits SmtpClient, LmtpClient {
    // RFC 5321 4.1.1.10: wait for the reply to QUIT; not for long, as nothing depends on it
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ClientConnection connection;
    private final ServerExtensions extensions;
    private final Protocol protocol;
    private final ClientTimeouts timeouts;
    private boolean transactionOpen;
    private boolean broken;

    MailClient(ClientConnection connection, ServerExtensions extensions, Protocol protocol, ClientTimeouts timeouts) {
        this.connection = connection;
        this.extensions = extensions;
        this.protocol = protocol;
        this.timeouts = timeouts;
    }

    /**
     * Sends a mail; an outcome for each recipient, in their order. Never throws for what the server or the network does.
     * After an outcome other than {@link RecipientOutcome.Answered} the connection is closed.
     */
    public List<RecipientOutcome> send(OutgoingMail mail) {
        ClientTransaction transaction = new ClientTransaction(connection, extensions, protocol, timeouts, mail);
        if (broken) {
            return transaction.outcomes("the connection is closed");
        }
        try {
            reset();
            transaction.run();
            transactionOpen = transaction.isOpen();
            if (transaction.isServerLeaving()) {
                abandon();
            }
            return transaction.outcomes("");
        } catch (IOException e) {
            abandon();
            return transaction.outcomes(String.valueOf(e.getMessage()));
        }
    }

    private void reset() throws IOException {
        if (transactionOpen) {
            SmtpReply reply = connection.ask(new SmtpCommand.Rset(), timeouts.command());
            if (!reply.isPositive()) {
                throw new IOException("the server answers RSET with " + reply);
            }
            transactionOpen = false;
        }
    }

    /** Whether the connection is open and between transactions, as far as this end knows. */
    public boolean isUsable() {
        if (!broken && connection.disturbed()) {
            abandon();
        }
        return !broken;
    }

    /** Whether the connection is in TLS. */
    public boolean isSecured() {
        return connection.secured();
    }

    /** Says QUIT if that makes sense, and closes the connection. Closing again does nothing. */
    @Override
    public void close() {
        if (broken) {
            return;
        }
        try {
            connection.ask(new SmtpCommand.Quit(), FAREWELL);
        } catch (IOException e) {
            // The server has gone first, and that is all that QUIT asks for.
        }
        abandon();
    }

    private void abandon() {
        broken = true;
        connection.close();
    }
}
