package io.postwerk.smtp.client;

import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.Protocol;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A client of an LMTP server (RFC 2033). */
public final class LmtpClient extends MailClient {
    private LmtpClient(ClientConnection connection, ServerExtensions extensions, ClientTimeouts timeouts) {
        super(connection, extensions, Protocol.LMTP, timeouts);
    }

    /**
     * Connects, says hello, and does STARTTLS and AUTH as the settings ask.
     *
     * @param implicitTls TLS from the first octet on
     */
    public static ConnectOutcome<LmtpClient> connect(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, ClientSettings settings) {
        return new Handshake<>(
                        Protocol.LMTP,
                        settings,
                        (connection, extensions) -> new LmtpClient(connection, extensions, settings.timeouts()))
                .connect(net, address, implicitTls);
    }
}
