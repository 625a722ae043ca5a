package io.postwerk.smtpserver.runtime;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.mail.EmailAddress;
import io.postwerk.net.CertificateFiles;
import io.postwerk.testkit.TestCertificates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A whole configuration of smtp-server in one folder: free ports, one domain, a user with an alias. */
record SmtpConfigFiles(Path folder, CertificateFiles certificate) {
    static final EmailAddress USER = address("alice@example.org");
    static final EmailAddress OTHER = address("other@example.org");
    static final EmailAddress ALIAS = address("both@example.org");

    private static EmailAddress address(String text) {
        return EmailAddress.tryParse(text).orElseThrow();
    }

    /** With a certificate made for it. */
    static SmtpConfigFiles in(Path folder) throws IOException {
        return new SmtpConfigFiles(folder, TestCertificates.in(folder).files("localhost", "localhost", "127.0.0.1"));
    }

    /** Writes it into the folder {@code config}, whole. */
    Path write() throws IOException {
        return write(1, List.of());
    }

    /** Writes it with another number, and with hosts that are to go. */
    Path write(long sequence, List<String> draining) throws IOException {
        return write(sequence, draining, SmtpLimits.DEFAULT);
    }

    Path write(long sequence, List<String> draining, SmtpLimits limits) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(server()));
        files.put(ConfigFormat.LIMITS_FILE, ConfigJson.write(limits));
        files.put(
                ConfigFormat.CREDENTIALS_FILE, ConfigJson.write(new SmtpCredentials(ConfigFormat.VERSION, List.of())));
        files.put(
                ConfigFormat.ROUTING_FILE,
                ConfigJson.write(
                        new RoutingCommon(ConfigFormat.VERSION, Optional.of(USER), draining, OutboundConfig.NONE)));
        Buckets.all().forEach(bucket -> files.put(Buckets.routingFile(bucket), ConfigJson.write(routing(bucket))));
        files.put(ConfigFormat.INDEX_FILE, ConfigJson.write(ConfigIndex.of(Program.SMTP_SERVER, sequence, files)));
        Path config = folder.resolve("config");
        new ConfigWriter(config).write(files);
        return config;
    }

    private static RoutingBucket routing(int bucket) {
        RoutedDomain domain = new RoutedDomain(
                USER.domain(), new DomainKind.Mailbox(), List.of(), Optional.of(USER), Optional.empty());
        AliasEntry alias = new AliasEntry(ALIAS, new Expansion.Targets(List.of(USER, OTHER), false));
        return new RoutingBucket(
                ConfigFormat.VERSION,
                bucket,
                Buckets.of(domain.name()) == bucket ? List.of(domain) : List.of(),
                Buckets.of(alias.address()) == bucket ? List.of(alias) : List.of());
    }

    private SmtpServerConfig server() throws IOException {
        String pem = certificate.certificate().toString();
        String key = certificate.key().toString();
        return new SmtpServerConfig(
                ConfigFormat.VERSION,
                "localhost",
                List.of(
                        listener("smtp", ListenerProtocol.SMTP, TlsConfig.Mode.START_TLS),
                        listener("submissions", ListenerProtocol.SUBMISSION, TlsConfig.Mode.IMPLICIT)),
                List.of(),
                List.of(RecipientRestriction.values()),
                SmtpServerConfig.Senders.defaults(),
                new ServerConfig.Auth(true, true, "/unused", "/unused"),
                new TlsConfig(List.of(new TlsConfig.Certificate("default", List.of("localhost"), pem, key))),
                new TlsConfig.Internal(pem, pem, key),
                new SmtpServerConfig.MailboxDelivery("127.0.0.1", freePort(), "localhost"),
                new SmtpServerConfig.Queue(folder.resolve("queue").toString(), List.of(300), 3600, 4, Optional.empty()),
                new SmtpServerConfig.Limits(1_000_000, 100, 1),
                new ServerConfig.Management("127.0.0.1", 9001));
    }

    private static ListenerConfig listener(String name, ListenerProtocol protocol, TlsConfig.Mode tls)
            throws IOException {
        return new ListenerConfig(name, protocol, List.of("127.0.0.1"), freePort(), tls);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
