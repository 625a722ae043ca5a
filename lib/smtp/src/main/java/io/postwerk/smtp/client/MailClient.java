package io.postwerk.smtp.client;

import java.util.List;

/**
 * A connection to a server that waits for mail, for one thread at a time. It may carry one transaction after another; the
 * caller keeps it between them, as long as it {@link #isUsable}.
 */
public abstract sealed class MailClient implements AutoCloseable permits SmtpClient, LmtpClient {
    MailClient() {}

    /** Sends a mail; an outcome for each recipient, in their order. Never throws for what the server or network does. */
    public List<RecipientOutcome> send(OutgoingMail mail) {
        throw new UnsupportedOperationException();
    }

    /** Whether the connection is open and between transactions, as far as this end knows. */
    public boolean isUsable() {
        return false;
    }

    /** Says QUIT if that makes sense, and closes the connection. */
    @Override
    public void close() {}
}
