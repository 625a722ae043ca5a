package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.finding.BucketLimit;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody's resources, however large within the limits of the CRDs, keep others' from being served. */
class RoomTest {
    private static final int BUCKET = 7;
    private static final String PLATFORM = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec:
              hostname: mx.example.org
              attachments:
              - {name: red, namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: red}}}, domains: [red.test, '*.red.test']}
              - {name: blue, namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: blue}}}, domains: [blue.test]}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: blue, namespace: blue, creationTimestamp: '2026-02-02T00:00:00Z'}
            spec:
              serverRef: {name: main, namespace: mail}
              domain: blue.test
              aliases: [{address: %1$s, to: [%2$s]}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: own, namespace: blue}
            stringData: {password: blue}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: user, namespace: blue, creationTimestamp: '2026-02-02T00:00:00Z'}
            spec: {address: %2$s, credentials: [{name: default, secretRef: {name: own}}]}
            """.formatted(
                    inBucket("alias", "blue.test").findFirst().orElseThrow(),
                    inBucket("user", "blue.test").findFirst().orElseThrow());

    @Test
    void recipientsOfARelayAreWrittenOnce() {
        List<String> domains =
                IntStream.range(0, 200).mapToObj(i -> "d" + i + ".red.test").toList();
        List<String> recipients = IntStream.range(0, 5000)
                .mapToObj(i -> "recipient" + i + "@d" + i % 200 + ".red.test")
                .toList();
        Plan plan = plan(relay("backup", domains, recipients));
        long octets = Buckets.all()
                .mapToLong(b -> file(plan, Program.SMTP_SERVER, Buckets.routingFile(b)).length)
                .sum();
        assertThat(octets).isLessThan(3L * String.join(",", recipients).length());
        assertThat(routing(plan, RoutingBucket::domains))
                .filteredOn(d -> d.name().ascii().equals("d3.red.test"))
                .singleElement()
                .extracting(RoutedDomain::kind)
                .isInstanceOfSatisfying(
                        DomainKind.Relay.class,
                        relay -> assertThat(relay.recipients())
                                .isInstanceOfSatisfying(
                                        DomainKind.RelayRecipients.Listed.class,
                                        listed -> assertThat(listed.addresses())
                                                .hasSize(25)
                                                .contains(EmailAddress.tryParse("recipient203@d3.red.test")
                                                        .orElseThrow())));
        assertThat(fact(plan, "Relay").holds()).isTrue();
    }

    @Test
    void aRelayThatIsTooLargeIsPutOffAlone() {
        List<String> recipients = IntStream.range(0, 5000)
                .mapToObj(i -> "%064d@%s".formatted(i, longDomain()))
                .toList();
        Plan plan = plan(relay("large", List.of(longDomain()), recipients)
                + relay("small", List.of("red.test"), List.of("a@red.test")));
        assertFits(plan);
        assertThat(fact(plan, "red/large"))
                .extracting(ResourceFacts.Fact::reason)
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(fact(plan, "red/small").holds()).isTrue();
        assertThat(routing(plan, RoutingBucket::domains))
                .filteredOn(d -> d.name().ascii().equals(longDomain()))
                .extracting(RoutedDomain::kind)
                .containsExactly(new DomainKind.Unavailable("Relay red/large is too large"));
        assertBlueIsServed(plan);
    }

    @Test
    void aliasesChosenIntoOneBucketConcernTheirOwnerAlone() {
        String targets = IntStream.range(0, 25)
                .mapToObj(i -> "\"%02d%s@elsewhere.test\"".formatted(i, "x".repeat(50)))
                .collect(Collectors.joining(", ", "[", "]"));
        String aliases = inBucket("mined", "red.test")
                .limit(1000)
                .map(address -> "{address: " + address + ", to: " + targets + "}")
                .collect(Collectors.joining(", ", "[", "]"));
        Plan plan = plan("""
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: large, namespace: red, creationTimestamp: '2026-01-01T00:00:00Z'}
                spec: {serverRef: {name: main, namespace: mail}, domain: red.test, catchAll: {to: [a@blue.test]}, aliases: %s}
                """.formatted(aliases));
        assertFits(plan);
        assertThat(fact(plan, "red/large"))
                .extracting(ResourceFacts.Fact::reason)
                .isEqualTo(Reason.TOO_LARGE);
        // An alias that is left out is put off by this, and is nobody else's.
        assertThat(routing(plan, RoutingBucket::domains))
                .filteredOn(d -> d.name().ascii().equals("red.test"))
                .singleElement()
                .satisfies(d -> assertThat(d.incomplete()).contains("MailDomain red/large is too large"))
                .satisfies(d -> assertThat(d.catchAll()).isEmpty());
        assertBlueIsServed(plan);
    }

    @Test
    void ofUsersChosenIntoOneBucketTheYoungestWait() {
        StringBuilder text = new StringBuilder("""
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: red, namespace: red}
                spec: {serverRef: {name: main, namespace: mail}, domain: red.test}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: own, namespace: red}
                stringData: {password: %s}
                """.formatted("x".repeat(3_900)));
        List<String> mined = inBucket("user", "red.test").limit(60).toList();
        String credentials = IntStream.range(0, 5)
                .mapToObj(i -> "{name: c" + i + ", secretRef: {name: own}}")
                .collect(Collectors.joining(", "));
        for (int i = 0; i < mined.size(); i++) {
            text.append("""
                    ---
                    apiVersion: postwerk.io/v1alpha1
                    kind: MailUser
                    metadata: {name: u%1$d, namespace: red, creationTimestamp: '2026-01-01T00:00:%1$02dZ'}
                    spec: {address: %2$s, credentials: [%3$s]}
                    """.formatted(i, mined.get(i), credentials));
        }
        Plan plan = plan(text.toString());
        assertFits(plan);
        assertThat(fact(plan, "red/u0").holds()).isTrue();
        assertThat(fact(plan, "red/u59")).extracting(ResourceFacts.Fact::reason).isEqualTo(Reason.TOO_LARGE);
        List<UserEntry> users = users(plan);
        assertThat(users).hasSize(61);
        assertThat(users)
                .filteredOn(user -> user.address().canonical().equals(mined.get(59)))
                .singleElement()
                .satisfies(user -> assertThat(user.unavailable()).isPresent())
                .satisfies(user -> assertThat(user.credentials()).isEmpty());
        assertThat(users).filteredOn(user -> user.unavailable().isPresent()).hasSizeLessThan(20);
        assertBlueIsServed(plan);
    }

    @Test
    void loginsThatAreTooLargeConcernTheirOwnersAlone() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 310; i++) {
            text.append(relay("r" + i, List.of("r" + i + ".red.test"), List.of("a@r" + i + ".red.test"))
                    .replace(
                            "mx.example.net}",
                            "mx.example.net, tls: Required, credentials: {secretRef: {name: own}}}"));
        }
        Plan plan = plan(text + secret("x".repeat(4_000)));
        assertFits(plan);
        assertThat(plan.facts().stream().map(f -> f.accepted().reason()).filter(Reason.TOO_LARGE::equals))
                .hasSizeBetween(50, 65);
        assertThat(routing(plan, RoutingBucket::domains).stream()
                        .filter(d -> d.kind() instanceof DomainKind.Unavailable))
                .hasSizeBetween(50, 65);
        assertBlueIsServed(plan);
    }

    @Test
    void aLoginThatNoProgramWouldReadCountsAsNone() {
        String relay = relay("red", List.of("red.test"), List.of("a@red.test"))
                .replace("mx.example.net}", "mx.example.net, tls: Required, credentials: {secretRef: {name: own}}}");
        Plan plan = plan(relay + secret("x".repeat(4_097)));
        assertThat(read(plan, Program.SMTP_SERVER, ConfigFormat.CREDENTIALS_FILE, SmtpCredentials.class)
                        .logins())
                .isEmpty();
        assertThat(plan.facts())
                .filteredOn(f -> f.kind().equals("Relay"))
                .singleElement()
                .extracting(f -> f.resolved().reason())
                .isEqualTo(Reason.PASSWORD_UNUSABLE);
        assertBlueIsServed(plan);
    }

    private static String secret(String password) {
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: own, namespace: red}
                stringData: {username: red, password: %s}
                """.formatted(password);
    }

    private static void assertBlueIsServed(Plan plan) {
        assertThat(plan.facts())
                .filteredOn(f -> f.key().namespace().equals("blue"))
                .hasSize(2)
                .allMatch(f -> f.accepted().holds());
        assertThat(routing(plan, RoutingBucket::aliases))
                .extracting(AliasEntry::address)
                .filteredOn(a -> a.domain().ascii().equals("blue.test"))
                .hasSize(1);
        assertThat(users(plan))
                .filteredOn(user -> user.address().domain().ascii().equals("blue.test"))
                .singleElement()
                .satisfies(user -> assertThat(user.unavailable()).isEmpty())
                .satisfies(user -> assertThat(user.credentials()).hasSize(1));
    }

    private static void assertFits(Plan plan) {
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.files().values())
                .flatExtracting(files -> files.values())
                .allMatch(file -> file.length <= BucketLimit.MAX_FILE_OCTETS);
    }

    private static Plan plan(String text) {
        return PlanCase.of(PLATFORM + text).plan();
    }

    private static String longDomain() {
        return "x".repeat(60) + "." + "y".repeat(60) + "." + "z".repeat(50) + ".red.test";
    }

    private static String relay(String name, List<String> domains, List<String> recipients) {
        return """
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata: {name: %s, namespace: red, creationTimestamp: '2026-01-01T00:00:00Z'}
                spec:
                  serverRef: {name: main, namespace: mail}
                  domains: [%s]
                  nextHop: {host: mx.example.net}
                  recipients: {policy: Listed, addresses: [%s]}
                """.formatted(
                        name,
                        String.join(", ", domains),
                        recipients.stream().map(r -> '"' + r + '"').collect(Collectors.joining(", ")));
    }

    private static Stream<String> inBucket(String local, String domain) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> local + i + "@" + domain)
                .filter(text -> Buckets.of(EmailAddress.tryParse(text).orElseThrow()) == BUCKET);
    }

    /** What is said of the first resource with that in its title. */
    private static ResourceFacts.Fact fact(Plan plan, String title) {
        return plan.facts().stream()
                .filter(f -> (f.kind() + " " + f.key()).contains(title))
                .findFirst()
                .orElseThrow()
                .accepted();
    }

    private static <T> List<T> routing(Plan plan, Function<RoutingBucket, List<T>> part) {
        return Buckets.all()
                .mapToObj(b -> read(plan, Program.SMTP_SERVER, Buckets.routingFile(b), RoutingBucket.class))
                .flatMap(bucket -> part.apply(bucket).stream())
                .toList();
    }

    private static List<UserEntry> users(Plan plan) {
        return read(plan, Program.AUTH_SIDECAR, Buckets.usersFile(BUCKET), UsersBucket.class)
                .users();
    }

    private static byte[] file(Plan plan, Program program, String name) {
        return plan.files().get(program).get(name);
    }

    private static <R extends Record> R read(Plan plan, Program program, String name, Class<R> type) {
        try {
            return ConfigJson.read(type, name, file(plan, program, name));
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
