package io.postwerk.imapserver.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.BoundListener;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import io.postwerk.runtime.TrainingCertificate;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a training run does: the whole server in a scratch folder, a mail delivered, read by IMAP and by POP3. */
final class TrainingExercise {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String USER = "training@example.org";
    private static final String MESSAGE = """
            From: Training <training@example.org>\r
            To: training@example.org\r
            Subject: training\r
            MIME-Version: 1.0\r
            Content-Type: multipart/alternative; boundary=b\r
            \r
            --b\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            text\r
            --b\r
            Content-Type: text/html\r
            \r
            <p>text\r
            --b--\r
            """;

    private final NetClient net;
    private final TrainingCertificate certificate;
    private final ImapServer server;

    private TrainingExercise(NetClient net, TrainingCertificate certificate, ImapServer server) {
        this.net = net;
        this.certificate = certificate;
        this.server = server;
    }

    static void run(Path scratch, StoreFactory stores) throws Exception {
        TrainingCertificate certificate = TrainingCertificate.make(scratch);
        TrainingFiles files =
                new TrainingFiles(scratch, certificate.certificate(), certificate.key(), certificate.certificate());
        files.write(listeners());
        ImapServer server = ImapServer.create(files.config(), stores, new SimpleMeterRegistry());
        NetSettings small = NetSettings.defaults().withEventLoops(1);
        try (NetClient net = NetClient.create(small);
                SidecarStandIn sidecar =
                        SidecarStandIn.start(NetServer.create(small), files.authSocket(), files.userdbSocket())) {
            sidecar.put(USER, "training", "training");
            server.lifecycle().start();
            try {
                new TrainingExercise(net, certificate, server).run();
            } finally {
                server.lifecycle().stop();
            }
        }
    }

    private static List<ListenerConfig> listeners() throws IOException {
        List<ListenerConfig> listeners = new ArrayList<>();
        for (ListenerProtocol protocol : List.of(ListenerProtocol.IMAP, ListenerProtocol.POP3, ListenerProtocol.LMTP)) {
            try (ServerSocket free = new ServerSocket(0)) {
                listeners.add(new ListenerConfig(
                        protocol.name(), protocol, List.of("127.0.0.1"), free.getLocalPort(), TlsConfig.Mode.IMPLICIT));
            }
        }
        return listeners;
    }

    private void run() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!server.readiness().ready() && System.nanoTime() < end) Thread.sleep(10);
        deliver();
        converse(ListenerProtocol.IMAP, """
                a LOGIN training@example.org training
                b LIST "" *
                c SELECT INBOX
                d UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[])
                e UID STORE 1 +FLAGS (\\Seen)
                f UID SEARCH UNSEEN SUBJECT training
                g LOGOUT
                """);
        converse(ListenerProtocol.POP3, """
                CAPA
                USER training@example.org
                PASS training
                STAT
                LIST
                UIDL
                RETR 1
                DELE 1
                QUIT
                """);
    }

    private void deliver() throws IOException {
        TlsContext tls = TlsContext.client(
                Optional.of(certificate.certificate()),
                Optional.of(CertificateFiles.of(certificate.certificate(), certificate.key())),
                "localhost");
        switch (MailClient.lmtp(
                net, address(ListenerProtocol.LMTP), Optional.of(tls), ClientSettings.of("localhost"))) {
            case ConnectOutcome.Connected(MailClient client) -> {
                try (client) {
                    client.send(new OutgoingMail(
                            Optional.empty(),
                            List.of(new OutgoingMail.OutgoingRecipient(
                                    EmailAddress.tryParse(USER).orElseThrow(), Optional.of("training.0"))),
                            MessageSource.of(MESSAGE.getBytes(StandardCharsets.US_ASCII)),
                            BodyType.SEVEN_BIT));
                }
            }
            case ConnectOutcome.Refused(var reply) -> throw new IOException("LMTP: " + reply);
            case ConnectOutcome.Failed(String why) -> throw new IOException("LMTP: " + why);
        }
    }

    /** Says all of it at once, and listens until the server has ended the session. */
    private void converse(ListenerProtocol protocol, String commands) throws IOException {
        TlsContext tls = TlsContext.client(Optional.of(certificate.certificate()), Optional.empty(), "localhost");
        try (Connection connection = net.connect(address(protocol), PATIENCE, Optional.of(tls))) {
            connection.write(commands.replace("\n", "\r\n"));
            connection.flush();
            while (true) {
                ByteBuffer heard = connection.input(PATIENCE);
                connection.consume(heard.remaining());
            }
        } catch (ConnectionClosedException e) {
            // As it should be: both conversations end with the server's farewell.
        }
    }

    private InetSocketAddress address(ListenerProtocol protocol) {
        BoundListener bound = server.listeners().stream()
                .filter(listener -> listener.name().equals(protocol.name()))
                .findFirst()
                .orElseThrow();
        return new InetSocketAddress("127.0.0.1", bound.port());
    }
}
