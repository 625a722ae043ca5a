package io.postwerk.smtpserver.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.ConfigException;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.net.TlsContext;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.runtime.TrainingCertificate;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtp.server.SmtpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a training run does: the whole service in a scratch folder, mail of a stranger and of a user, both ways out. */
final class TrainingExercise {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] MESSAGE =
            "Subject: training\r\n\r\nNothing to see.\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SmtpServerConfig config;
    private final TrainingCertificate certificate;
    private final NetServer net;

    private TrainingExercise(SmtpServerConfig config, TrainingCertificate certificate, NetServer net) {
        this.config = config;
        this.certificate = certificate;
        this.net = net;
    }

    static void run(Path scratch) throws Exception {
        TrainingCertificate certificate = TrainingCertificate.make(scratch);
        Path folder = new TrainingConfig(scratch, certificate).write();
        SmtpServerConfig config = ProgramFiles.server(folder, SmtpServerConfig.class);
        try (NetServer net = SmtpService.network(config);
                LiveConfig<RoutingTable> routing = LiveConfig.routing(folder)) {
            new TrainingExercise(config, certificate, net).run(routing);
        }
    }

    private void run(LiveConfig<RoutingTable> routing)
            throws IOException, StartFailedException, InterruptedException, ConfigException {
        TrainingPorts ports = new TrainingPorts();
        ProgramLifecycle.Builder steps = ProgramLifecycle.builder();
        SmtpMetrics metrics = new SmtpMetrics(new SimpleMeterRegistry());
        new SmtpService(
                        config,
                        ServerTls.of(config),
                        new Ports(ports, ports, routing::current, InstantSource.system()),
                        metrics,
                        net)
                .addSteps(steps);
        ProgramLifecycle lifecycle = steps.build();
        mailboxes(ports);
        lifecycle.start();
        try {
            try (MailClient stranger = client("smtp", Optional.empty())) {
                send(stranger, "stranger@client.example", TrainingConfig.USER);
                send(stranger, "stranger@client.example", TrainingConfig.ALIAS);
            }
            try (MailClient user = client("submissions", Optional.of(TrainingConfig.USER))) {
                send(user, TrainingConfig.USER.toString(), TrainingConfig.OTHER);
            }
            // Two at once, one by the user, and two for the alias out of the queue.
            ports.awaitDeliveries(4, PATIENCE);
        } finally {
            lifecycle.stop();
        }
    }

    private void mailboxes(TrainingPorts ports) throws IOException {
        TlsContext tls = TlsContext.mutualServer(
                CertificateFiles.of(certificate.certificate(), certificate.key()), certificate.certificate());
        InetSocketAddress address = new InetSocketAddress(
                config.mailboxDelivery().host(), config.mailboxDelivery().port());
        net.bind(
                ListenerSettings.of("mailboxes", address).withImplicitTls(tls),
                new SmtpServer(
                        new SmtpServer.Settings(
                                "mailboxes",
                                Protocol.LMTP,
                                "localhost",
                                Optional.empty(),
                                certificate.key().getParent()),
                        ports.mailboxes()));
    }

    private MailClient client(String listener, Optional<EmailAddress> user) throws IOException {
        TlsContext tls = TlsContext.client(Optional.of(certificate.certificate()), Optional.empty(), "localhost");
        ClientSettings settings = ClientSettings.of("localhost");
        if (user.isPresent()) {
            settings = settings.withCredentials(
                    new ClientSettings.Credentials(user.get().toString(), "training"));
        } else {
            settings = settings.withStartTls(new ClientSettings.StartTls.Required(tls));
        }
        int port = config.listeners().stream()
                .filter(it -> it.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .port();
        NetClient client = net.client();
        return switch (MailClient.smtp(
                client, new InetSocketAddress("127.0.0.1", port), user.map(it -> tls), settings)) {
            case ConnectOutcome.Connected(MailClient connected) -> connected;
            case ConnectOutcome.Refused refused -> throw new IOException("SMTP: " + refused.reply());
            case ConnectOutcome.Failed(String why) -> throw new IOException("SMTP: " + why);
        };
    }

    private static void send(MailClient client, String sender, EmailAddress recipient) {
        client.send(new OutgoingMail(
                EmailAddress.tryParse(sender),
                List.of(new OutgoingRecipient(recipient, Optional.empty())),
                MessageSource.of(MESSAGE),
                BodyType.SEVEN_BIT));
    }
}
