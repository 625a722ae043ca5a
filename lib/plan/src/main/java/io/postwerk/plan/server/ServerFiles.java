package io.postwerk.plan.server;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.Program;
import io.postwerk.config.limits.ClientLimits;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.crds.AuthSpec;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.MailboxSpec;
import io.postwerk.crds.NetworkSpec;
import io.postwerk.crds.SmtpSpec;
import io.postwerk.crds.TlsSpec;
import io.postwerk.plan.finding.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The static files, {@code server.json} of each program. */
public final class ServerFiles {
    private static final List<Integer> RETRY_SECONDS = List.of(300, 900, 1800, 3600);
    private static final int DELIVERIES = 20;
    private static final int LOGIN_TIMEOUT_SECONDS = 60;
    private static final int IMAP_IDLE_SECONDS = 1800;
    private static final int POP3_IDLE_SECONDS = 600;
    private static final int DRAIN_SECONDS = 4;
    private static final int SCRAM_ITERATIONS = 16_384;
    private static final int FAILURE_DELAY_MILLIS = 2000;
    private static final int AUTH_CONNECTIONS = 500;
    private static final int AUTH_TIMEOUT_SECONDS = 150;
    private static final int MIN_PENDING_LOGINS = 1000;
    private static final int MAX_PENDING_LOGINS = 100_000;
    private static final int PENDING_LOGINS_PER_CLIENT = 100;

    private final MailServerSpec spec;
    private final DeploymentTarget target;
    private final List<CertificateNeed> certificates;
    private final Optional<AuthorityNeed> clientAuthority;
    private final Directories directories;

    public ServerFiles(
            MailServerSpec spec,
            DeploymentTarget target,
            List<CertificateNeed> certificates,
            Optional<AuthorityNeed> clientAuthority,
            Directories directories) {
        this.clientAuthority = clientAuthority;
        this.directories = directories;
        this.spec = spec;
        this.target = target;
        this.certificates = certificates;
    }

    public SmtpServerConfig smtpServer() {
        return new SmtpServerConfig(
                ConfigFormat.VERSION,
                hostname(),
                spec.smtp().listeners().stream()
                        .map(l -> new ListenerConfig(
                                l.name(),
                                switch (l.protocol()) {
                                    case SMTP -> ListenerProtocol.SMTP;
                                    case SUBMISSION -> ListenerProtocol.SUBMISSION;
                                },
                                addresses(),
                                target.port(l.port()),
                                tls(l.tls()),
                                clientCa(spec.tls().clientCertificates().filter(c -> c.asksOn(l)))))
                        .toList(),
                trusted(),
                spec.smtp().recipientRestrictions().stream()
                        .map(r -> restriction(r.type()))
                        .toList(),
                new SmtpServerConfig.Senders(
                        headerFrom(spec.auth().headerFrom()), spec.smtp().rejectForeignOwnSenders()),
                auth(),
                servingTls(),
                internalTls(Program.SMTP_SERVER),
                new SmtpServerConfig.MailboxDelivery(
                        target.mailboxHost(), target.port(DeploymentTarget.LMTP_PORT), Program.IMAP_SERVER.folder()),
                new SmtpServerConfig.Queue(
                        target.queueDirectory(),
                        RETRY_SECONDS,
                        Units.seconds(spec.smtp().queue().expiry()),
                        DELIVERIES,
                        minFree(spec.smtp().storage())),
                new SmtpServerConfig.Limits(
                        messageOctets(), spec.smtp().limits().recipients(), DRAIN_SECONDS),
                management(Program.SMTP_SERVER));
    }

    private static Optional<Long> minFree(MailServerSpec.Storage storage) {
        return storage.minFree().map(Units::octets);
    }

    public ImapServerConfig imapServer() {
        List<ListenerConfig> listeners = new ArrayList<>();
        spec.mailbox().listeners().stream()
                .map(l -> new ListenerConfig(
                        l.name(),
                        switch (l.protocol()) {
                            case IMAP -> ListenerProtocol.IMAP;
                            case POP3 -> ListenerProtocol.POP3;
                        },
                        addresses(),
                        target.port(l.port()),
                        tls(l.tls()),
                        clientCa(spec.tls().clientCertificates().filter(c -> c.asksOn(l)))))
                .forEach(listeners::add);
        listeners.add(new ListenerConfig(
                internalName(listeners),
                ListenerProtocol.LMTP,
                target.lmtpAddresses(),
                target.port(DeploymentTarget.LMTP_PORT),
                TlsConfig.Mode.IMPLICIT));
        return new ImapServerConfig(
                ConfigFormat.VERSION,
                hostname(),
                listeners,
                auth(),
                servingTls(),
                internalTls(Program.IMAP_SERVER),
                new ImapServerConfig.Store(
                        target.mailboxDirectory(), minFree(spec.mailbox().storage())),
                new ImapServerConfig.Limits(
                        messageOctets(), LOGIN_TIMEOUT_SECONDS, IMAP_IDLE_SECONDS, POP3_IDLE_SECONDS, DRAIN_SECONDS),
                management(Program.IMAP_SERVER));
    }

    /** What clients of smtp-server may take. Who may relay by address has no limit of connections but the total. */
    public SmtpLimits smtpLimits() {
        SmtpSpec.Limits limits = spec.smtp().limits();
        return new SmtpLimits(
                ConfigFormat.VERSION,
                new ClientLimits(
                        limits.connections(),
                        limits.connectionsPerAddress(),
                        limits.connectionsPerNetwork(),
                        trusted()),
                limits.errors(),
                limits.junkCommands(),
                limits.refusedRecipientsPerMinute(),
                limits.commandSeconds(),
                limits.messageSeconds(),
                limits.octetsPerSecond());
    }

    /** What clients of imap-server may take. */
    public MailboxLimits mailboxLimits() {
        MailboxSpec.Limits limits = spec.mailbox().limits();
        return new MailboxLimits(
                ConfigFormat.VERSION,
                new ClientLimits(
                        limits.connections(),
                        limits.connectionsPerAddress(),
                        limits.connectionsPerNetwork(),
                        trusted()),
                limits.errors(),
                limits.commandSeconds(),
                limits.octetsPerSecond());
    }

    private List<IpNetwork> trusted() {
        return spec.network().trusted().stream().map(IpNetwork::parse).toList();
    }

    public AuthSidecarConfig authSidecar() {
        return new AuthSidecarConfig(
                ConfigFormat.VERSION,
                sockets(),
                spec.auth().requireTls(),
                directories.mechanisms().stream()
                        .map(AuthSpec.Mechanism::registeredName)
                        .toList(),
                SCRAM_ITERATIONS,
                FAILURE_DELAY_MILLIS,
                penalties(),
                directories.directories(),
                directories.issuers(),
                authLimits(),
                management(Program.AUTH_SIDECAR));
    }

    /** A server asks over one connection, and each of its clients may be logging in. */
    private AuthSidecarConfig.Limits authLimits() {
        int clients = Math.max(
                spec.smtp().limits().connections(), spec.mailbox().limits().connections());
        return new AuthSidecarConfig.Limits(
                AUTH_CONNECTIONS,
                Math.clamp(clients, MIN_PENDING_LOGINS, MAX_PENDING_LOGINS),
                PENDING_LOGINS_PER_CLIENT,
                AUTH_TIMEOUT_SECONDS);
    }

    private AuthSidecarConfig.Sockets sockets() {
        return new AuthSidecarConfig.Sockets(
                socket("auth"),
                socket("userdb"),
                socket("auth-internal"),
                "0660",
                spec.auth().sockets().group().filter(_ -> target.giveSockets()),
                spec.auth().sockets().tcp().stream()
                        .map(l -> new AuthSidecarConfig.TcpListener(
                                switch (l.service()) {
                                    case AUTH -> AuthSidecarConfig.TcpService.AUTH;
                                    case USERDB -> AuthSidecarConfig.TcpService.USERDB;
                                },
                                l.address(),
                                target.port(l.port())))
                        .toList());
    }

    private AuthSidecarConfig.Penalties penalties() {
        AuthSidecarConfig.Penalties usual = AuthSidecarConfig.Penalties.defaults();
        return new AuthSidecarConfig.Penalties(
                usual.maxDelayMillis(),
                usual.halfLifeSeconds(),
                spec.auth().penaltyExemptions().stream().map(IpNetwork::parse).toList(),
                usual.entries());
    }

    private String hostname() {
        return spec.hostname().toLowerCase(Locale.ROOT);
    }

    private long messageOctets() {
        return Units.octets(spec.smtp().limits().messageSize());
    }

    /** The internal listener's name, which no listener of the MailServer's may have. */
    private static String internalName(List<ListenerConfig> others) {
        Optional<ListenerConfig> taken =
                others.stream().filter(l -> l.name().equals("lmtp")).findFirst();
        return taken.isPresent() ? "lmtp-internal" : "lmtp";
    }

    private List<String> addresses() {
        NetworkSpec network = spec.network();
        return switch (network.interfaces().type()) {
            case ADDRESSES -> network.interfaces().addresses();
            case ALL ->
                switch (network.protocols()) {
                    case ALL -> List.of("*");
                    case IPV4 -> List.of("0.0.0.0");
                    case IPV6 -> List.of("::");
                };
            case LOOPBACK_ONLY ->
                switch (network.protocols()) {
                    case ALL -> List.of("127.0.0.1", "::1");
                    case IPV4 -> List.of("127.0.0.1");
                    case IPV6 -> List.of("::1");
                };
        };
    }

    private static TlsConfig.Mode tls(io.postwerk.crds.ListenerTls tls) {
        return switch (tls) {
            case NONE -> TlsConfig.Mode.NONE;
            case START_TLS -> TlsConfig.Mode.START_TLS;
            case IMPLICIT -> TlsConfig.Mode.IMPLICIT;
        };
    }

    private Optional<String> clientCa(Optional<TlsSpec.ClientCertificates> asking) {
        return asking.flatMap(_ -> clientAuthority.map(AuthorityNeed::path));
    }

    private static RecipientRestriction restriction(SmtpSpec.Restriction.Type type) {
        return switch (type) {
            case PERMIT_TRUSTED_NETWORKS -> RecipientRestriction.PERMIT_TRUSTED_NETWORKS;
            case PERMIT_AUTHENTICATED -> RecipientRestriction.PERMIT_AUTHENTICATED;
            case REJECT_UNAUTHORIZED_DESTINATION -> RecipientRestriction.REJECT_UNAUTHORIZED_DESTINATION;
        };
    }

    private static SmtpServerConfig.HeaderFrom headerFrom(AuthSpec.HeaderFrom headerFrom) {
        return switch (headerFrom) {
            case ENFORCE -> SmtpServerConfig.HeaderFrom.ENFORCE;
            case REWRITE -> SmtpServerConfig.HeaderFrom.REWRITE;
            case OFF -> SmtpServerConfig.HeaderFrom.OFF;
        };
    }

    private ServerConfig.Auth auth() {
        return new ServerConfig.Auth(
                spec.auth().requireTls(), spec.auth().authenticatedHeader(), socket("auth-internal"), socket("userdb"));
    }

    private String socket(String name) {
        return target.socketDirectory() + "/" + name;
    }

    private TlsConfig servingTls() {
        return new TlsConfig(certificates.stream()
                .filter(CertificateNeed::available)
                .map(c -> new TlsConfig.Certificate(c.name(), c.hosts(), c.certificate(), c.key()))
                .toList());
    }

    private TlsConfig.Internal internalTls(Program program) {
        String base = target.internalDirectory() + "/";
        return new TlsConfig.Internal(
                base + "ca.crt", base + program.folder() + ".crt", base + program.folder() + ".key");
    }

    private ServerConfig.Management management(Program program) {
        return new ServerConfig.Management(target.managementAddress(), target.port(program.managementPort()));
    }
}
