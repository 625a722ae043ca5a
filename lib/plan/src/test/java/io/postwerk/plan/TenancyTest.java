package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.finding.ResourceFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a tenant writes, right or wrong: nothing of another tenant's changes by it. */
class TenancyTest {
    private static final String PLATFORM = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec:
              hostname: mx.example.org
              attachments:
              - {name: red, namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: red}}}, domains: [red.test, '*.red.test']}
              - {name: blue, namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: blue}}}, domains: [blue.test, '*.blue.test']}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: platform, namespace: mail}
            stringData: {username: of-mail, password: of-mail}
            """;

    /** What stands in every tenant's namespace: Secrets that say whose they are. */
    private static final String OWN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: own, namespace: %1$s}
            stringData: {username: of-%1$s, password: of-%1$s}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: only-%1$s, namespace: %1$s}
            stringData: {username: of-%1$s, password: of-%1$s}
            """;

    @Provide
    Arbitrary<List<String>> red() {
        return resources("red", of("red", "blue", "mail"));
    }

    @Provide
    Arbitrary<List<String>> blue() {
        // What refers to another tenant's resource may depend on it.
        return resources("blue", of("blue", "mail"));
    }

    private static Arbitrary<List<String>> resources(String namespace, Arbitrary<String> references) {
        return Arbitraries.oneOf(sound(namespace), domain(), user(references), relay())
                .list()
                .ofMaxSize(8)
                .map(specs -> {
                    List<String> texts = new ArrayList<>(List.of(OWN.formatted(namespace)));
                    for (String spec : specs) {
                        texts.add(spec.replace("NAMESPACE", namespace).replace("NAME", "r" + texts.size()));
                    }
                    return texts;
                });
    }

    private static Arbitrary<String> of(String... values) {
        return Arbitraries.of(values);
    }

    private static Arbitrary<String> domains() {
        return of("red.test", "x.red.test", "blue.test", "x.blue.test", "gmail.test", "not a domain", "mx.example.org");
    }

    private static Arbitrary<String> addresses() {
        return Combinators.combine(of("a", "b", "postmaster", "\\\"odd"), domains())
                .as((local, domain) -> local + "@" + domain);
    }

    private static Arbitrary<String> metadata(String kind) {
        return of("2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z")
                .map(created ->
                        "apiVersion: postwerk.io/v1alpha1\nkind: " + kind + "\nmetadata: {name: NAME, namespace: "
                                + "NAMESPACE, creationTimestamp: '" + created + "'}\nspec:\n");
    }

    /** Parts of a spec, each there or not; some are errors. */
    private static Arbitrary<String> spec(List<Arbitrary<String>> parts) {
        return Combinators.combine(parts.stream()
                        .map(part -> part.map(text -> "  " + text + "\n").injectNull(0.3))
                        .toList())
                .as(chosen -> String.join(
                        "",
                        chosen.stream().map(text -> text == null ? "" : text).toList()));
    }

    private static Arbitrary<String> server() {
        return of("serverRef: {name: main, namespace: mail}", "serverRef: {name: other}");
    }

    private static Arbitrary<String> resource(String kind, Arbitrary<String> required, List<Arbitrary<String>> parts) {
        return Combinators.combine(metadata(kind), required, spec(parts))
                .as((head, first, rest) -> head + first + rest);
    }

    /** What is right in itself, though it may want what is another's. */
    private static Arbitrary<String> sound(String namespace) {
        String server = "  serverRef: {name: main, namespace: mail}\n";
        return Arbitraries.oneOf(
                metadata("MailDomain").map(head -> head + server + "  domain: " + namespace + ".test\n"),
                Combinators.combine(metadata("MailUser"), of("a", "b"), secrets())
                        .as((head, local, secret) -> head + "  address: " + local + "@" + namespace
                                + ".test\n  credentials: [{name: default, secretRef: {name: " + secret + "}}]\n"),
                Combinators.combine(metadata("Relay"), of("red.test", "x.red.test", "blue.test", "x.blue.test"))
                        .as((head, sender) -> head + server
                                + "  nextHop: {host: smtp.example.net}\n  outbound: {senders: [" + sender + "]}\n"));
    }

    private static Arbitrary<String> domain() {
        Arbitrary<String> required = Combinators.combine(server(), domains())
                .as((server, domain) -> "  " + server + "\n  domain: '" + domain + "'\n");
        return resource(
                "MailDomain",
                required,
                List.of(
                        of("type: Alias", "type: Mailbox", "type: Neither"),
                        of("users: {namespaces: {from: Same}}", "users: {namespaces: {from: Selector}}"),
                        addresses().map(to -> "catchAll: {to: ['" + to + "']}"),
                        addresses().map(address -> "postmaster: '" + address + "'"),
                        Combinators.combine(addresses(), addresses())
                                .as((address, to) -> "aliases: [{address: '" + address + "', to: ['" + to + "']}]"),
                        of("deletionPolicy: Delete", "bogus: true")));
    }

    private static Arbitrary<String> secrets() {
        return of("own", "only-red", "only-blue", "platform");
    }

    private static Arbitrary<String> user(Arbitrary<String> references) {
        return resource(
                "MailUser",
                addresses().map(address -> "  address: '" + address + "'\n"),
                List.of(
                        Combinators.combine(references, Arbitraries.integers().between(1, 4))
                                .as((namespace, number) ->
                                        "domainRef: {name: r" + number + ", namespace: " + namespace + "}"),
                        secrets().map(name -> "credentials: [{name: default, secretRef: {name: " + name + "}}]"),
                        addresses().map(address -> "aliases: ['" + address + "']"),
                        addresses().map(to -> "forward: {to: ['" + to + "']}"),
                        of("quota: {storage: 5Gi}", "quota: {storage: lots}")));
    }

    private static Arbitrary<String> relay() {
        Arbitrary<String> hop = Combinators.combine(
                        of("smtp.example.net", "10.0.0.1", "metadata", "db.mail.svc", "127.1"), secrets())
                .as((host, secret) -> "  nextHop: {host: " + host + ", tls: Verified, credentials: {secretRef: {name: "
                        + secret + "}}}\n");
        Arbitrary<String> required =
                Combinators.combine(server(), hop).as((server, next) -> "  " + server + "\n" + next);
        return resource(
                "Relay",
                required,
                List.of(
                        domains().map(name -> "domains: ['" + name + "']"),
                        of("recipients: {policy: Any}", "recipients: {policy: Listed}"),
                        domains().map(name -> "outbound: {senders: ['" + name + "']}")));
    }

    private static Plan plan(List<String> texts) {
        List<Manifests> files = new ArrayList<>(List.of(ManifestReader.read("platform.yaml", PLATFORM)));
        texts.forEach(text -> files.add(ManifestReader.read(text.hashCode() + ".yaml", text)));
        return PlanCase.of(Manifests.merge(files)).plan();
    }

    private static List<String> both(List<String> red, List<String> blue) {
        return Stream.concat(red.stream(), blue.stream()).toList();
    }

    @Property(tries = 250)
    void nothingOfAnotherChanges(@ForAll("red") List<String> red, @ForAll("blue") List<String> blue) {
        Plan alone = plan(blue);
        Plan together = plan(both(red, blue));

        assertThat(together.applicable()).isTrue();
        assertThat(domains(together, "blue.test")).isEqualTo(domains(alone, "blue.test"));
        assertThat(aliases(together, "blue.test")).isEqualTo(aliases(alone, "blue.test"));
        assertThat(users(together, "blue.test")).isEqualTo(users(alone, "blue.test"));
        assertThat(facts(together, "blue")).isEqualTo(facts(alone, "blue"));
        assertThat(logins(together, "blue")).isEqualTo(logins(alone, "blue"));
        assertThat(together.certificates()).isEqualTo(alone.certificates());
        for (Program program : Program.values()) {
            assertThat(text(together, program, ConfigFormat.SERVER_FILE))
                    .isEqualTo(text(alone, program, ConfigFormat.SERVER_FILE));
        }
    }

    @Property(tries = 250)
    void aTenantHasOnlyWhatTheyMayHave(@ForAll("red") List<String> red, @ForAll("blue") List<String> blue) {
        Plan plan = plan(both(red, blue));

        // Not gmail.test, and not the server's own name.
        assertThat(domains(plan, "test")).allMatch(d -> within(d.name(), "red.test") || within(d.name(), "blue.test"));
        assertThat(everyDomain(plan)).hasSameSizeAs(domains(plan, "test"));
        assertThat(aliases(plan, "")).allMatch(a -> within(a.address().domain(), "test"));
        assertThat(plan.domains().keySet())
                .allMatch(key -> List.of("red", "blue").contains(key.namespace()));
    }

    @Property(tries = 250)
    void aSecretIsOfItsResourcesNamespace(@ForAll("red") List<String> red, @ForAll("blue") List<String> blue) {
        Plan plan = plan(both(red, blue));

        for (String namespace : List.of("red", "blue")) {
            // Nobody but a namespace has users in its domains here, and a verifier in these tests shows its password.
            assertThat(users(plan, namespace + ".test"))
                    .flatExtracting(UserEntry::credentials)
                    .allMatch(credential -> credential.verifier().reveal().contains("stored of of-" + namespace + ","));
            assertThat(logins(plan, namespace))
                    .allMatch(login -> login.username().equals("of-" + namespace));
        }
        assertThat(credentials(plan)).allMatch(login -> login.name().startsWith("relay/"));
    }

    private static boolean within(DomainName name, String root) {
        return root.isEmpty() || name.ascii().equals(root) || name.ascii().endsWith("." + root);
    }

    private static List<RoutedDomain> everyDomain(Plan plan) {
        return routing(plan, RoutingBucket::domains);
    }

    private static List<RoutedDomain> domains(Plan plan, String root) {
        return everyDomain(plan).stream().filter(d -> within(d.name(), root)).toList();
    }

    private static List<AliasEntry> aliases(Plan plan, String root) {
        return routing(plan, RoutingBucket::aliases).stream()
                .filter(a -> within(a.address().domain(), root))
                .toList();
    }

    private static <T> List<T> routing(Plan plan, Function<RoutingBucket, List<T>> part) {
        return Buckets.all()
                .mapToObj(b -> read(plan, Program.SMTP_SERVER, Buckets.routingFile(b), RoutingBucket.class))
                .flatMap(bucket -> part.apply(bucket).stream())
                .toList();
    }

    private static List<UserEntry> users(Plan plan, String root) {
        return Buckets.all()
                .mapToObj(b -> read(plan, Program.AUTH_SIDECAR, Buckets.usersFile(b), UsersBucket.class))
                .flatMap(bucket -> bucket.users().stream())
                .filter(user -> within(user.address().domain(), root))
                .toList();
    }

    private static List<ResourceFacts> facts(Plan plan, String namespace) {
        return plan.facts().stream()
                .filter(f -> f.key().namespace().equals(namespace))
                .toList();
    }

    private static List<SmtpCredentials.Login> credentials(Plan plan) {
        return read(plan, Program.SMTP_SERVER, ConfigFormat.CREDENTIALS_FILE, SmtpCredentials.class)
                .logins();
    }

    private static List<SmtpCredentials.Login> logins(Plan plan, String namespace) {
        return credentials(plan).stream()
                .filter(login -> login.name().startsWith("relay/" + namespace + "/"))
                .toList();
    }

    private static <R extends Record> R read(Plan plan, Program program, String file, Class<R> type) {
        try {
            return ConfigJson.read(type, file, plan.files().get(program).get(file));
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Plan plan, Program program, String file) {
        return new String(plan.files().get(program).get(file), StandardCharsets.UTF_8);
    }
}
