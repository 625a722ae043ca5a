package io.postwerk.config;

import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Complete sets of files for tests. */
public final class Sets {
    /** Everything by one server. */
    public static final OutboundConfig OUTBOUND = new OutboundConfig(
            Optional.of(new NextHop("smarthost.example.net", 587, NextHop.Tls.VERIFIED, Optional.of("smarthost"))),
            List.of());

    private Sets() {}

    public static EmailAddress address(String text) {
        return EmailAddress.tryParse(text).orElseThrow();
    }

    public static DomainName domain(String text) {
        return DomainName.tryParse(text).orElseThrow();
    }

    public static UserEntry user(String address) {
        return new UserEntry(
                address(address),
                "id-of-" + address,
                Optional.empty(),
                false,
                Optional.of(1000L),
                Optional.empty(),
                List.of(new UserCredential(
                        "default",
                        new SecretText("{SCRAM-SHA-256}16384,c2FsdA==,c3RvcmVk,c2VydmVy"),
                        List.of(),
                        Optional.empty())));
    }

    public static Map<String, byte[]> users(long sequence, String... addresses) {
        List<List<UserEntry>> buckets = new ArrayList<>();
        Buckets.all().forEach(b -> buckets.add(new ArrayList<>()));
        for (String address : addresses) {
            UserEntry user = user(address);
            buckets.get(Buckets.of(user.address())).add(user);
        }
        Map<String, byte[]> files = new TreeMap<>();
        Buckets.all().forEach(b -> {
            buckets.get(b).sort(Comparator.comparing(UserEntry::address));
            files.put(Buckets.usersFile(b), ConfigJson.write(new UsersBucket(ConfigFormat.VERSION, b, buckets.get(b))));
        });
        files.put(
                ConfigFormat.CREDENTIALS_FILE,
                ConfigJson.write(new SidecarCredentials(ConfigFormat.VERSION, new SecretText("a2V5"))));
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(Servers.authSidecar()));
        return indexed(Program.AUTH_SIDECAR, sequence, files);
    }

    public static Map<String, byte[]> routing(long sequence, List<RoutedDomain> domains, List<AliasEntry> aliases) {
        return routing(sequence, domains, aliases, List.of());
    }

    public static Map<String, byte[]> routing(
            long sequence, List<RoutedDomain> domains, List<AliasEntry> aliases, List<String> draining) {
        Map<String, byte[]> files = new TreeMap<>();
        Buckets.all()
                .forEach(b -> files.put(
                        Buckets.routingFile(b),
                        ConfigJson.write(new RoutingBucket(
                                ConfigFormat.VERSION,
                                b,
                                domains.stream()
                                        .filter(d -> Buckets.of(d.name()) == b)
                                        .sorted(Comparator.comparing(RoutedDomain::name))
                                        .toList(),
                                aliases.stream()
                                        .filter(a -> Buckets.of(a.address()) == b)
                                        .sorted(Comparator.comparing(AliasEntry::address))
                                        .toList()))));
        files.put(
                ConfigFormat.ROUTING_FILE,
                ConfigJson.write(new RoutingCommon(
                        ConfigFormat.VERSION, Optional.of(address("alice@example.org")), draining, OUTBOUND)));
        files.put(
                ConfigFormat.CREDENTIALS_FILE,
                ConfigJson.write(new SmtpCredentials(
                        ConfigFormat.VERSION,
                        List.of(new SmtpCredentials.Login("smarthost", "user", new SecretText("secret"))))));
        files.put(ConfigFormat.SERVER_FILE, ConfigJson.write(Servers.smtpServer()));
        files.put(ConfigFormat.LIMITS_FILE, ConfigJson.write(SmtpLimits.DEFAULT));
        return indexed(Program.SMTP_SERVER, sequence, files);
    }

    public static Map<String, byte[]> indexed(Program program, long sequence, Map<String, byte[]> files) {
        Map<String, byte[]> others = new TreeMap<>(files);
        others.remove(ConfigFormat.INDEX_FILE);
        Map<String, byte[]> all = new TreeMap<>(others);
        all.put(ConfigFormat.INDEX_FILE, ConfigJson.write(ConfigIndex.of(program, sequence, others)));
        return all;
    }
}
