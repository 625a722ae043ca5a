package io.postwerk.smtp.client;

import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A connection to a server that waits for mail, for one thread at a time. It may carry one transaction after another; the
 * caller keeps it between them, as long as it {@link #isUsable}.
 */
public final class MailClient implements AutoCloseable {
    // RFC 5321 4.1.1.10: wait for the reply to QUIT; a short wait, since nothing depends on it
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** The result of connecting to a server. */
    public sealed interface ConnectOutcome {
        /** The server waits for mail. */
        record Connected(MailClient client) implements ConnectOutcome {}

        /** The server answered, with a 4xx or 5xx to the connection, to EHLO or LHLO, STARTTLS or AUTH. */
        record Refused(SmtpReply reply) implements ConnectOutcome {}

        /** There was no connection, it broke, TLS failed, or what the server says is no SMTP. */
        record Failed(String why) implements ConnectOutcome {}
    }

    private final ClientConnection connection;
    private final ServerExtensions extensions;
    private final Protocol protocol;
    private final ClientSettings.Timeouts timeouts;
    private boolean transactionOpen;
    private boolean broken;

    MailClient(
            ClientConnection connection,
            ServerExtensions extensions,
            Protocol protocol,
            ClientSettings.Timeouts timeouts) {
        this.connection = connection;
        this.extensions = extensions;
        this.protocol = protocol;
        this.timeouts = timeouts;
    }

    /**
     * Connects to an SMTP server (RFC 5321), says hello, and does STARTTLS and AUTH as the settings ask.
     *
     * @param implicitTls TLS from the first octet on
     */
    public static ConnectOutcome smtp(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, ClientSettings settings) {
        return new ClientHandshake(Protocol.SMTP, settings).connect(net, address, implicitTls);
    }

    /** {@link #smtp} for an LMTP server (RFC 2033). */
    public static ConnectOutcome lmtp(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, ClientSettings settings) {
        return new ClientHandshake(Protocol.LMTP, settings).connect(net, address, implicitTls);
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

    /** Sends QUIT if the connection is still open, and closes it. Closing again does nothing. */
    @Override
    public void close() {
        if (broken) {
            return;
        }
        try {
            connection.ask(new SmtpCommand.Quit(), FAREWELL);
        } catch (IOException e) {
            // The server has closed the connection already, which is what QUIT asks for.
        }
        abandon();
    }

    private void abandon() {
        broken = true;
        connection.close();
    }
}
