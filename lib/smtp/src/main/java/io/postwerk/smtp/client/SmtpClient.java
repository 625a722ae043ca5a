package io.postwerk.smtp.client;

import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A client of an SMTP server (RFC 5321). */
public final class SmtpClient extends MailClient {
    private SmtpClient() {}

    /**
     * Connects, says hello, and does STARTTLS and AUTH as the settings ask.
     *
     * @param implicitTls TLS from the first octet on
     */
    public static ConnectOutcome<SmtpClient> connect(
            NetClient net, InetSocketAddress address, Optional<TlsContext> implicitTls, ClientSettings settings) {
        return new ConnectOutcome.Failed<>("not connected");
    }
}
