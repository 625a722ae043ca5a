package io.postwerk.smtp.client;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.BoundListener;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtp.server.FakeBackend;
import io.postwerk.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A server on a real edge and the client of it. */
final class Peers implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final NetServer server = NetServer.create(NetSettings.defaults());
    private final NetClient client = NetClient.create(NetSettings.defaults());
    private BoundListener listener;

    /** Our own server. */
    static Peers with(Protocol protocol, FakeBackend backend, Optional<TlsContext> startTls) throws Exception {
        Path spool = Path.of(System.getProperty("java.io.tmpdir"));
        return with(
                new SmtpServer(new SmtpServer.Settings("test", protocol, "mx.example.org", startTls, spool), backend));
    }

    /** Some other server. */
    static Peers with(ConnectionHandler handler) throws Exception {
        Peers peers = new Peers();
        peers.listener = peers.server.bind(
                ListenerSettings.of("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), handler);
        return peers;
    }

    static ClientSettings settings() {
        return ClientSettings.of("client.example")
                .withTimeouts(
                        ClientSettings.Timeouts.DEFAULT.withReplies(TIMEOUT).withConnect(TIMEOUT));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }

    NetServer server() {
        return server;
    }

    ConnectOutcome smtp(ClientSettings settings) {
        return MailClient.smtp(client, address(), Optional.empty(), settings);
    }

    ConnectOutcome lmtp(ClientSettings settings) {
        return MailClient.lmtp(client, address(), Optional.empty(), settings);
    }

    static MailClient connected(ConnectOutcome outcome) {
        if (outcome instanceof ConnectOutcome.Connected(MailClient connected)) {
            return connected;
        }
        throw new AssertionError("not connected: " + outcome);
    }

    static OutgoingMail mail(String message, String... recipients) {
        List<OutgoingRecipient> list = Arrays.stream(recipients)
                .map(Peers::address)
                .map(recipient -> new OutgoingRecipient(recipient, Optional.of("id-of-" + recipient.localPart())))
                .toList();
        return new OutgoingMail(
                Optional.of(address("sender@example.org")),
                list,
                MessageSource.of(message.getBytes(StandardCharsets.ISO_8859_1)),
                BodyType.SEVEN_BIT);
    }

    static EmailAddress address(String text) {
        return EmailAddress.tryParse(text).orElseThrow();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
