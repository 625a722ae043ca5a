package io.postwerk.smtp.client;

import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A client of an LMTP server (RFC 2033). */
public final class LmtpClient extends MailClient {
    private LmtpClient() {}

    /**
     * Connects, says hello, and does STARTTLS and AUTH as the settings ask.
     *
     * @param implicitTls TLS from the first octet on
     */
    public static ConnectOutcome<LmtpClient> connect(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, ClientSettings settings) {
        return new ConnectOutcome.Failed<>("not connected");
    }
}
