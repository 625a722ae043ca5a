package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Relays, routes and senders' domains may send mail. */
class NextHopsTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, namespace: mail}
            spec:
              hostname: mx.example.org
              attachments: [{name: all, namespaces: {from: All}, domains: ['*']}]
              outbound: %s
            ---
            """;
    private static final String DOMAIN = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: %1$s, namespace: %2$s}
            spec: {serverRef: {name: main, namespace: mail}, domain: %1$s, aliases: [{address: a@%1$s, to: [b@%1$s]}]}
            ---
            """;

    private static String relay(String name, String namespace, String rest) {
        return """
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata: {name: %s, namespace: %s}
                spec: {serverRef: {name: main, namespace: mail}, %s}
                ---
                """.formatted(name, namespace, rest);
    }

    private static String backup(String namespace, String host, int port) {
        String hop = "nextHop: {host: '" + host + "', port: " + port + "}";
        return relay("backup", namespace, "domains: [relay.example], recipients: {policy: Any}, " + hop);
    }

    private static Plan plan(String outbound, String... others) {
        return PlanCase.of(SERVER.formatted(outbound) + String.join("", others)).plan();
    }

    private static ResourceFacts.Fact accepted(Plan plan, String kind) {
        return plan.facts().stream()
                .filter(facts -> facts.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .accepted();
    }

    private static String files(Plan plan) {
        return plan.files().values().stream()
                .flatMap(set -> set.values().stream())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp.example.net", "SMTP.Example.NET", "192.0.2.1", "2001:db8::1", "svc.example.net"})
    void aTenantReachesThePublicInternet(String host) {
        Plan plan = plan("{}", backup("team", host, 2525));
        assertThat(plan.problems()).isEmpty();
        assertThat(files(plan)).contains("\"publicOr\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.3.4",
                "192.168.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fd00::1",
                "fe80::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "localhost",
                "metadata",
                "db",
                "db.team.svc",
                "db.team.svc.cluster.local",
                "db.team.SVC",
                "kubernetes.default.svc.example",
                "x.cluster.local",
                "printer.local",
                "vault.internal",
                "127.1",
                "10.1",
                "0x7f.1",
                "2130706433",
                "example.127",
            })
    void andNothingElseUnlessAllowed(String host) {
        Plan plan = plan("{}", backup("team", host, 25));
        assertThat(accepted(plan, "Relay").reason()).isEqualTo(Reason.NEXT_HOP_NOT_ALLOWED);
        assertThat(plan.problems().toString()).contains("allowedNextHops");
        // Its mail waits; it is not refused, and does not go there.
        assertThat(files(plan)).contains("{\"unavailable\":{\"reason\":\"Relay team/backup is invalid\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "localhost", "db.team.svc"})
    void thePlatformsOwnNamespaceReachesEverything(String host) {
        Plan plan = plan("{allowedNextHops: [{name: a, hosts: [mail.example.net]}]}", backup("mail", host, 25));
        assertThat(plan.problems()).isEmpty();
        assertThat(files(plan)).doesNotContain("publicOr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.net              | mail.example.net      | 25  | 0.0.0.0/0
            mail.example.net              | MAIL.example.net      | 25  | 0.0.0.0/0
            mail.example.net              | other.example.net     | 25  |
            '*.example.net'               | a.b.example.net       | 25  | 0.0.0.0/0
            '*.example.net'               | example.net           | 25  |
            '*.example.net'               | badexample.net        | 25  |
            '*.svc'                       | db.team.svc           | 25  | 0.0.0.0/0
            10.1.0.0/16                   | 10.1.2.3              | 25  | 10.1.0.0/16
            10.1.0.0/16                   | ::ffff:10.1.2.3       | 25  | 10.1.0.0/16
            10.1.0.0/16                   | 10.2.0.1              | 25  |
            10.1.0.0/16                   | mail.example.net      | 25  |
            10.1.2.3                      | 10.1.2.3              | 25  | 10.1.2.3/32
            'fd00::/8'                    | fd00::1               | 25  | fd00:
            '*'                           | mail.example.net      | 25  | []
            '*'                           | 10.0.0.1              | 25  |
            '*'                           | localhost             | 25  |
            '*, 10.1.0.0/16'              | mail.example.net      | 25  | 10.1.0.0/16
            smtp.example.net              | smtp.example.net      | 26  |
            127.1                         | 127.1                 | 25  |
            """)
    void theListSaysWhatElse(String hosts, String host, int port, String publicOr) {
        String quoted = java.util.Arrays.stream(hosts.split(", ")).collect(Collectors.joining("', '", "'", "'"));
        Plan plan = plan(
                "{allowedNextHops: [{name: a, hosts: [" + quoted + "], ports: [25]}]}", backup("team", host, port));
        assertThat(accepted(plan, "Relay").holds()).isEqualTo(publicOr != null);
        if (publicOr != null) {
            assertThat(files(plan)).contains("\"publicOr\":").contains(publicOr);
        }
    }

    @Test
    void routesAreRenderedByTheirDomains() {
        Plan plan = plan("""
                {nextHop: {host: smarthost}, routes: [{name: partner, domains: [partner.example, '*.Partner.example'], nextHop: {host: 10.0.0.1}},
                  {name: other, domains: [other.example, partner.example, a..example], nextHop: {host: other.example.net}}]}""");
        assertThat(files(plan))
                .contains("\"routes\":[{\"below\":[\"partner.example\"],\"domains\":[\"partner.example\"],\"nextHop\":"
                        + "{\"host\":\"10.0.0.1\"");
        assertThat(plan.problems())
                .filteredOn(Problem::isError)
                .extracting(Problem::field, Problem::what)
                .satisfiesExactlyInAnyOrder(
                        t -> assertThat(t.toString())
                                .contains("routes[1].domains[1]")
                                .contains("in route partner already"),
                        t -> assertThat(t.toString())
                                .contains("routes[1].domains[2]")
                                .contains("not a domain"));
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void mailForARoutedDomainHasSomewhereToGo() {
        String alias = DOMAIN.formatted("own.example", "team").replace("b@own.example", "b@partner.example");
        assertThat(plan("{}", alias).problems().toString()).contains("nowhere to go");
        assertThat(plan("{routes: [{name: p, domains: [partner.example], nextHop: {host: a.example}}]}", alias)
                        .problems()
                        .toString())
                .doesNotContain("nowhere to go");
    }

    @Test
    void sendersAreOfDomainsThatTheNamespaceHas() {
        String relay = relay(
                "out",
                "team",
                "nextHop: {host: smtp.example.net}, outbound: {senders: [own.example, foreign.example, nobodys.example]}");
        Plan plan = plan(
                "{}", DOMAIN.formatted("own.example", "team"), DOMAIN.formatted("foreign.example", "other"), relay);
        assertThat(accepted(plan, "Relay").reason()).isEqualTo(Reason.SENDER_NOT_OWNED);
        assertThat(plan.problems())
                .filteredOn(Problem::isError)
                .extracting(Problem::field)
                .containsExactly("spec.outbound.senders[1]", "spec.outbound.senders[2]");
        assertThat(files(plan).split("\"senders\":\\{\"via\":", -1)).hasSize(2);
        assertThat(files(plan)).contains("\"senders\":{\"via\":{\"nextHop\":{\"host\":\"smtp.example.net\"");
    }

    @Test
    void theOlderOfTwoRelaysHasTheSenders() {
        String older = relay("b", "team", "nextHop: {host: b.example}, outbound: {senders: [own.example]}")
                .replace("namespace: team}", "namespace: team, creationTimestamp: '2025-01-01T00:00:00Z'}");
        String newer = relay("a", "team", "nextHop: {host: a.example}, outbound: {senders: [own.example]}")
                .replace("namespace: team}", "namespace: team, creationTimestamp: '2026-01-01T00:00:00Z'}");
        Plan plan = plan("{}", DOMAIN.formatted("own.example", "team"), newer, older);
        assertThat(files(plan)).contains("\"host\":\"b.example\"").doesNotContain("\"host\":\"a.example\"");
        assertThat(plan.problems().toString()).contains("Relay team/a").contains("Relay team/b already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nextHop: {host: 10.0.0.1}, outbound: {senders: [own.example]}",
                "nextHop: {host: smtp.example.net, tls: Verified, credentials: {secretRef: {name: gone}}}, outbound: {senders: [own.example]}",
                "nextHop: {host: smtp.example.net}, recipients: {policy: Any}, outbound: {senders: [own.example]}",
                "nextHop: {hostname: smtp.example.net}, outbound: {senders: [own.example]}",
            })
    void whereTheirRelayIsOutOfOrderTheirMailWaits(String relay) {
        Plan plan = plan(
                "{nextHop: {host: smarthost.example.net}}",
                DOMAIN.formatted("own.example", "team"),
                relay("out", "team", relay));
        assertThat(files(plan)).contains("\"senders\":{\"unavailable\":{\"reason\":\"Relay team/out ");
    }
}
