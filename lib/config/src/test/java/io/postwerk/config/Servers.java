package io.postwerk.config;

import io.postwerk.config.server.AuthConfig;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.AuthSidecarLimits;
import io.postwerk.config.server.AuthSocketsConfig;
import io.postwerk.config.server.CertificateConfig;
import io.postwerk.config.server.ImapLimits;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.InternalTlsConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.MailboxDeliveryConfig;
import io.postwerk.config.server.ManagementConfig;
import io.postwerk.config.server.QueueConfig;
import io.postwerk.config.server.RecipientRestriction;
import io.postwerk.config.server.SmtpLimits;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.StoreConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.config.server.TlsMode;
import java.util.List;

/** Static configurations for tests. */
public final class Servers {
    private Servers() {}

    public static SmtpServerConfig smtpServer() {
        return new SmtpServerConfig(
                ConfigFormat.VERSION,
                "mx.example.org",
                List.of(
                        new ListenerConfig("smtp", ListenerProtocol.SMTP, List.of("*"), 2525, TlsMode.START_TLS),
                        new ListenerConfig(
                                "submissions",
                                ListenerProtocol.SUBMISSION,
                                List.of("127.0.0.1", "::1"),
                                2465,
                                TlsMode.IMPLICIT)),
                List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("fd00::/8")),
                List.of(
                        RecipientRestriction.PERMIT_AUTHENTICATED,
                        RecipientRestriction.REJECT_UNAUTHORIZED_DESTINATION),
                new AuthConfig(true, true, "/run/postwerk/auth-internal", "/run/postwerk/userdb"),
                new TlsConfig(List.of(
                        new CertificateConfig("default", List.of("mx.example.org"), "/tls/tls.crt", "/tls/tls.key"))),
                new InternalTlsConfig("/tls/ca.crt", "/tls/internal.crt", "/tls/internal.key"),
                new MailboxDeliveryConfig("127.0.0.1", 2424, "imap-server"),
                new QueueConfig("/data/queue", List.of(300, 900, 1800, 3600), 432_000, 20),
                new SmtpLimits(52_428_800, 1000, 1000, 300, 4),
                new ManagementConfig("127.0.0.1", 9001));
    }

    public static AuthSidecarConfig authSidecar() {
        return new AuthSidecarConfig(
                ConfigFormat.VERSION,
                new AuthSocketsConfig(
                        "/run/postwerk/auth", "/run/postwerk/userdb", "/run/postwerk/auth-internal", "0660"),
                true,
                List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"),
                16_384,
                2000,
                new AuthSidecarLimits(500, 1000, 1000, 150),
                new ManagementConfig("127.0.0.1", 9003));
    }

    public static ImapServerConfig imapServer() {
        return new ImapServerConfig(
                ConfigFormat.VERSION,
                "mx.example.org",
                List.of(
                        new ListenerConfig("imap", ListenerProtocol.IMAP, List.of("*"), 2143, TlsMode.START_TLS),
                        new ListenerConfig(
                                "lmtp", ListenerProtocol.LMTP, List.of("127.0.0.1"), 2424, TlsMode.IMPLICIT)),
                new AuthConfig(true, false, "/run/postwerk/auth-internal", "/run/postwerk/userdb"),
                new TlsConfig(List.of(
                        new CertificateConfig("default", List.of("mx.example.org"), "/tls/tls.crt", "/tls/tls.key"))),
                new InternalTlsConfig("/tls/ca.crt", "/tls/internal.crt", "/tls/internal.key"),
                new StoreConfig("/data/mailboxes"),
                new ImapLimits(52_428_800, 2000, 60, 1800, 600, 4),
                new ManagementConfig("127.0.0.1", 9002));
    }
}
