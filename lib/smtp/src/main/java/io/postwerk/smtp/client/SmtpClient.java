package io.postwerk.smtp.client;

import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.Protocol;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A client of an SMTP server (RFC 5321). */
public final class SmtpClient extends MailClient {
    private SmtpClient(ClientConnection connection, ServerExtensions extensions, ClientTimeouts timeouts) {
        super(connection, extensions, Protocol.SMTP, timeouts);
    }

    /**
     * Connects, says hello, and does STARTTLS and AUTH as the settings ask.
     *
     * @param implicitTls TLS from the first octet on
     */
    public static ConnectOutcome<SmtpClient> connect(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, ClientSettings settings) {
        return new Handshake<>(
                        Protocol.SMTP,
                        settings,
                        (connection, extensions) -> new SmtpClient(connection, extensions, settings.timeouts()))
                .connect(net, address, implicitTls);
    }
}
