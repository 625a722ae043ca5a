package io.postwerk.plan;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.routing.NextHopLogins;
import io.postwerk.plan.routing.RoutingFiles;
import io.postwerk.plan.server.Directories;
import io.postwerk.plan.server.ServerFiles;
import io.postwerk.plan.user.UserFiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The config files of all programs. */
final class ConfigFiles {
    private final Snapshot snapshot;
    private final ServerFiles servers;
    private final NextHopLogins logins;
    private final Directories directories;

    ConfigFiles(Snapshot snapshot, ServerFiles servers, NextHopLogins logins, Directories directories) {
        this.directories = directories;
        this.snapshot = snapshot;
        this.servers = servers;
        this.logins = logins;
    }

    /**
     * What of the files is dynamic.
     *
     * @param postmaster the server's own
     * @param outbound ways to other people's domains
     * @param routing domains and aliases
     * @param users who has a mailbox
     * @param removals mailboxes to remove
     */
    record Content(
            Optional<EmailAddress> postmaster,
            OutboundConfig outbound,
            RoutingFiles routing,
            UserFiles users,
            List<MailboxRemovals.Removal> removals) {}

    Map<Program, SortedMap<String, byte[]>> render(Content content) {
        Map<Program, SortedMap<String, byte[]>> files = new EnumMap<>(Program.class);
        for (Program program : Program.values()) {
            SortedMap<String, byte[]> set = new TreeMap<>();
            switch (program) {
                case SMTP_SERVER -> smtpServer(content, set);
                case IMAP_SERVER -> imapServer(content, set);
                case AUTH_SIDECAR -> authSidecar(content, set);
            }
            files.put(program, Plan.indexed(program, snapshot.sequence(), set));
        }
        return files;
    }

    private void smtpServer(Content content, SortedMap<String, byte[]> set) {
        put(set, ConfigFormat.SERVER_FILE, servers.smtpServer());
        put(
                set,
                ConfigFormat.ROUTING_FILE,
                new RoutingCommon(
                        ConfigFormat.VERSION,
                        content.postmaster(),
                        List.copyOf(snapshot.draining()),
                        content.outbound()));
        put(
                set,
                ConfigFormat.CREDENTIALS_FILE,
                new SmtpCredentials(
                        ConfigFormat.VERSION, List.copyOf(logins.all().values())));
        content.routing().render(set);
    }

    private void imapServer(Content content, SortedMap<String, byte[]> set) {
        put(set, ConfigFormat.SERVER_FILE, servers.imapServer());
        put(set, ConfigFormat.REMOVALS_FILE, new MailboxRemovals(ConfigFormat.VERSION, content.removals()));
    }

    private void authSidecar(Content content, SortedMap<String, byte[]> set) {
        put(set, ConfigFormat.SERVER_FILE, servers.authSidecar());
        put(
                set,
                ConfigFormat.CREDENTIALS_FILE,
                new SidecarCredentials(ConfigFormat.VERSION, snapshot.unknownUserKey(), directories.logins()));
        content.users().render(set);
    }

    private static void put(SortedMap<String, byte[]> set, String file, Record content) {
        set.put(file, ConfigJson.write(content));
    }
}
