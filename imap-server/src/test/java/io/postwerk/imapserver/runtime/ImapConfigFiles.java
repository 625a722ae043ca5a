package io.postwerk.imapserver.runtime;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.load.ConfigWriter;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.config.users.MailboxRemovals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole configuration of imap-server in one folder.
 *
 * @param folder where everything goes: {@code config}, the sockets, {@code mailboxes}
 * @param certificate chain towards clients and programs, PEM
 * @param key its private key, PEM
 * @param ca whom the LMTP listener trusts, PEM
 */
record ImapConfigFiles(Path folder, Path certificate, Path key, Path ca) {
    Path config() {
        return folder.resolve("config");
    }

    Path authSocket() {
        return folder.resolve("auth");
    }

    Path userdbSocket() {
        return folder.resolve("userdb");
    }

    /** Writes {@code server.json} with these listeners, and its index. */
    void write(List<ListenerConfig> listeners) throws IOException {
        write(listeners, 1);
    }

    void write(List<ListenerConfig> listeners, long sequence, MailboxRemovals.Removal... removals) throws IOException {
        write(listeners, sequence, MailboxLimits.DEFAULT, removals);
    }

    void write(List<ListenerConfig> listeners, long sequence, MailboxLimits limits, MailboxRemovals.Removal... removals)
            throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(server(listeners)));
        files.put(ConfigFormat.LIMITS_FILE, ConfigJson.write(limits));
        files.put(
                ConfigFormat.REMOVALS_FILE,
                ConfigJson.write(new MailboxRemovals(ConfigFormat.VERSION, List.of(removals))));
        files.put(ConfigFormat.INDEX_FILE, ConfigJson.write(ConfigIndex.of(Program.IMAP_SERVER, sequence, files)));
        new ConfigWriter(config()).write(files);
    }

    private ImapServerConfig server(List<ListenerConfig> listeners) {
        return new ImapServerConfig(
                ConfigFormat.VERSION,
                "localhost",
                listeners,
                new ServerConfig.Auth(
                        true, false, authSocket().toString(), userdbSocket().toString()),
                new TlsConfig(List.of(new TlsConfig.Certificate(
                        "default", List.of("localhost"), certificate.toString(), key.toString()))),
                new TlsConfig.Internal(ca.toString(), certificate.toString(), key.toString()),
                new ImapServerConfig.Store(folder.resolve("mailboxes").toString(), Optional.empty()),
                new ImapServerConfig.Limits(1 << 20, 60, 1800, 600, 1),
                new ServerConfig.Management("127.0.0.1", Program.IMAP_SERVER.managementPort()));
    }
}
