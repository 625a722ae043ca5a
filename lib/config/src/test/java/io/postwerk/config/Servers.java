package io.postwerk.config;

import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.config.server.TlsConfig;
import java.util.List;
import java.util.Optional;

/** Static configurations for tests. */
public final class Servers {
    private Servers() {}

    public static SmtpServerConfig smtpServer() {
        return new SmtpServerConfig(
                ConfigFormat.VERSION,
                "mx.example.org",
                List.of(
                        new ListenerConfig("smtp", ListenerProtocol.SMTP, List.of("*"), 2525, TlsConfig.Mode.START_TLS),
                        new ListenerConfig(
                                "submissions",
                                ListenerProtocol.SUBMISSION,
                                List.of("127.0.0.1", "::1"),
                                2465,
                                TlsConfig.Mode.IMPLICIT)),
                List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("fd00::/8")),
                List.of(
                        RecipientRestriction.PERMIT_AUTHENTICATED,
                        RecipientRestriction.REJECT_UNAUTHORIZED_DESTINATION),
                SmtpServerConfig.Senders.defaults(),
                new ServerConfig.Auth(true, true, "/run/postwerk/auth-internal", "/run/postwerk/userdb"),
                new TlsConfig(List.of(new TlsConfig.Certificate(
                        "default", List.of("mx.example.org"), "/tls/tls.crt", "/tls/tls.key"))),
                new TlsConfig.Internal("/tls/ca.crt", "/tls/internal.crt", "/tls/internal.key"),
                new SmtpServerConfig.MailboxDelivery("127.0.0.1", 2424, "imap-server"),
                new SmtpServerConfig.Queue("/data/queue", List.of(300, 900, 1800, 3600), 432_000, 20, Optional.empty()),
                new SmtpServerConfig.Limits(52_428_800, 1000, 4),
                new ServerConfig.Management("127.0.0.1", 9001));
    }

    public static AuthSidecarConfig authSidecar() {
        return new AuthSidecarConfig(
                ConfigFormat.VERSION,
                new AuthSidecarConfig.Sockets(
                        "/run/postwerk/auth", "/run/postwerk/userdb", "/run/postwerk/auth-internal", "0660"),
                true,
                List.of("SCRAM-SHA-256", "PLAIN", "LOGIN"),
                16_384,
                2000,
                new AuthSidecarConfig.Limits(500, 1000, 1000, 150),
                new ServerConfig.Management("127.0.0.1", 9003));
    }

    public static ImapServerConfig imapServer() {
        return new ImapServerConfig(
                ConfigFormat.VERSION,
                "mx.example.org",
                List.of(
                        new ListenerConfig("imap", ListenerProtocol.IMAP, List.of("*"), 2143, TlsConfig.Mode.START_TLS),
                        new ListenerConfig(
                                "lmtp", ListenerProtocol.LMTP, List.of("127.0.0.1"), 2424, TlsConfig.Mode.IMPLICIT)),
                new ServerConfig.Auth(true, false, "/run/postwerk/auth-internal", "/run/postwerk/userdb"),
                new TlsConfig(List.of(new TlsConfig.Certificate(
                        "default", List.of("mx.example.org"), "/tls/tls.crt", "/tls/tls.key"))),
                new TlsConfig.Internal("/tls/ca.crt", "/tls/internal.crt", "/tls/internal.key"),
                new ImapServerConfig.Store("/data/mailboxes", Optional.of(1L << 30)),
                new ImapServerConfig.Limits(52_428_800, 60, 1800, 600, 4),
                new ServerConfig.Management("127.0.0.1", 9002));
    }
}
