package io.postwerk.plan;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.removal.MailRemovals;
import io.postwerk.plan.routing.RoutingFiles;
import io.postwerk.plan.server.ServerFiles;
import io.postwerk.plan.user.UserFiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The config files of all programs. */
final class ConfigFiles {
    private final Resolved.Installation its;
    private final PlanInput input;
    private final Findings findings;
    private final ServerFiles servers;

    ConfigFiles(Resolved.Installation installation, PlanInput input, Findings findings) {
        this.its = installation;
        this.input = input;
        this.findings = findings;
        this.servers =
                new ServerFiles(its.spec(), its.target(), its.certificates(), its.clientAuthority(), its.directories());
    }

    Map<Program, SortedMap<String, byte[]>> render() {
        Map<Program, SortedMap<String, byte[]>> files = new EnumMap<>(Program.class);
        for (Program program : Program.values()) {
            SortedMap<String, byte[]> set = switch (program) {
                case SMTP_SERVER -> smtpServer();
                case IMAP_SERVER -> imapServer();
                case AUTH_SIDECAR -> authSidecar();
            };
            files.put(program, Plan.indexed(program, input.sequence(), set));
        }
        return files;
    }

    private SortedMap<String, byte[]> smtpServer() {
        SortedMap<String, byte[]> set = new TreeMap<>();
        put(set, ConfigFormat.SERVER_FILE, servers.smtpServer());
        put(set, ConfigFormat.LIMITS_FILE, servers.smtpLimits());
        put(
                set,
                ConfigFormat.ROUTING_FILE,
                new RoutingCommon(
                        ConfigFormat.VERSION, its.postmaster(), List.copyOf(input.draining()), its.outbound()));
        put(
                set,
                ConfigFormat.CREDENTIALS_FILE,
                new SmtpCredentials(
                        ConfigFormat.VERSION, List.copyOf(its.logins().all().values())));
        new RoutingFiles(
                        its.domains(),
                        its.book(),
                        its.postmasters(),
                        its.locals(),
                        its.logins(),
                        its.senders(),
                        its.nextHops(),
                        findings)
                .render(set);
        return set;
    }

    private SortedMap<String, byte[]> imapServer() {
        SortedMap<String, byte[]> set = new TreeMap<>();
        put(set, ConfigFormat.SERVER_FILE, servers.imapServer());
        put(set, ConfigFormat.LIMITS_FILE, servers.mailboxLimits());
        put(
                set,
                ConfigFormat.REMOVALS_FILE,
                new MailboxRemovals(ConfigFormat.VERSION, MailRemovals.mailboxes(its.removals())));
        return set;
    }

    private SortedMap<String, byte[]> authSidecar() {
        SortedMap<String, byte[]> set = new TreeMap<>();
        put(set, ConfigFormat.SERVER_FILE, servers.authSidecar());
        put(
                set,
                ConfigFormat.CREDENTIALS_FILE,
                new SidecarCredentials(
                        ConfigFormat.VERSION,
                        input.unknownUserKey(),
                        its.directories().logins()));
        new UserFiles(its.book(), its.credentials().usable(input.verifiers(), findings), findings).render(set);
        return set;
    }

    private static void put(SortedMap<String, byte[]> set, String file, Record content) {
        set.put(file, ConfigJson.write(content));
    }
}
