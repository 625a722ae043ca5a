package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.Rules;
import io.postwerk.crds.manifest.Problem;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the CRDs, broken by one manifest each: the planner says the CRD's own words. */
class RulesTest {
    private static final String GOOD = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec:
              hostname: mx.example.org
            #server
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org}
            spec:
              serverRef: {name: main}
              domain: example.org
            #domain
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice}
            spec:
              address: alice@example.org
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: Relay
            metadata: {name: relay}
            spec:
              serverRef: {name: main}
              domains: [relay.example]
            #relay
            """;
    private static final String RELAY = "  recipients: {policy: Any}\n  nextHop: {host: 192.0.2.1}";

    /**
     * A rule and a way to break it.
     *
     * @param message what the rule says
     * @param place resource to put the change into: server, domain or relay
     * @param change lines of its spec
     * @param field where the problem is
     */
    record Broken(String message, String place, String change, String field) {
        @Override
        public String toString() {
            return field + ": " + change;
        }

        String manifest() {
            String relay = place.equals("relay") ? change : RELAY;
            String text = GOOD.replace("#relay", relay);
            return place.equals("relay") ? text : text.replace("#" + place, "  " + change);
        }
    }

    private static Broken server(String message, String change, String field) {
        return new Broken(message, "server", change, field);
    }

    private static String hop(String hop) {
        return "  recipients: {policy: Any}\n  nextHop: " + hop;
    }

    static Stream<Broken> broken() {
        return Stream.of(
                server(Rules.TRUSTED_CIDR, "network: {trusted: [10.0.0.0]}", "spec.network.trusted"),
                server(Rules.TRUSTED_CIDR, "network: {trusted: [10.0.0.1/8]}", "spec.network.trusted"),
                server(Rules.TRUSTED_CIDR, "network: {trusted: [example.org]}", "spec.network.trusted"),
                server(Rules.TRUSTED_PUBLIC, "network: {trusted: [0.0.0.0/0]}", "spec.network.trusted"),
                server(Rules.TRUSTED_PUBLIC, "network: {trusted: [10.0.0.0/8, 192.0.2.0/24]}", "spec.network.trusted"),
                server(Rules.TRUSTED_PUBLIC, "network: {trusted: [10.0.0.0/7]}", "spec.network.trusted"),
                server(Rules.TRUSTED_PUBLIC, "network: {trusted: ['2001:db8::/32']}", "spec.network.trusted"),
                server(Rules.TRUSTED_PUBLIC, "network: {trusted: ['::/0']}", "spec.network.trusted"),
                server(
                        Rules.INTERFACE_IP,
                        "network: {interfaces: {type: Addresses, addresses: [localhost]}}",
                        "spec.network.interfaces.addresses"),
                server(
                        Rules.INTERFACE_ADDRESSES,
                        "network: {interfaces: {type: Addresses}}",
                        "spec.network.interfaces"),
                server(
                        Rules.INTERFACE_ADDRESSES,
                        "network: {interfaces: {addresses: [127.0.0.1]}}",
                        "spec.network.interfaces"),
                server(
                        Rules.LISTENER_PORT,
                        "smtp: {listeners: [{name: a, protocol: SMTP, port: 25}, {name: b, protocol: SMTP, port: 25}]}",
                        "spec.smtp.listeners"),
                server(
                        Rules.LISTENER_PORT,
                        "mailbox: {listeners: [{name: a, protocol: IMAP, port: 143}, {name: b, protocol: POP3, port: 143}]}",
                        "spec.mailbox.listeners"),
                server(
                        Rules.LISTENER_PORT_BOTH,
                        "mailbox: {listeners: [{name: a, protocol: IMAP, port: 2525}]}",
                        "spec"),
                server(
                        Rules.LISTENER_PORT_RESERVED,
                        "smtp: {listeners: [{name: a, protocol: SMTP, port: 2424}]}",
                        "spec.smtp.listeners[0].port"),
                server(
                        Rules.LISTENER_PORT_RESERVED,
                        "mailbox: {listeners: [{name: a, protocol: IMAP, port: 9003}]}",
                        "spec.mailbox.listeners[0].port"),
                server(
                        Rules.LISTENER_WITHOUT_TLS,
                        "smtp: {listeners: [{name: a, protocol: Submission, port: 587, tls: None}]}",
                        "spec"),
                server(
                        Rules.LISTENER_WITHOUT_TLS,
                        "mailbox: {listeners: [{name: a, protocol: IMAP, port: 143, tls: None}]}",
                        "spec"),
                server(
                        Rules.RESTRICTIONS_END,
                        "smtp: {recipientRestrictions: [{type: PermitAuthenticated}]}",
                        "spec.smtp.recipientRestrictions"),
                server(
                        Rules.RESTRICTIONS_END,
                        "smtp: {recipientRestrictions: [{type: RejectUnauthorizedDestination}, {type: PermitAuthenticated}]}",
                        "spec.smtp.recipientRestrictions"),
                server(Rules.MESSAGE_SIZE, "smtp: {limits: {messageSize: 63Ki}}", "spec.smtp.limits.messageSize"),
                server(Rules.MESSAGE_SIZE, "smtp: {limits: {messageSize: 2Gi}}", "spec.smtp.limits.messageSize"),
                server(
                        Rules.MESSAGE_SIZE,
                        "smtp: {limits: {messageSize: 999999999999Ti}}",
                        "spec.smtp.limits.messageSize"),
                server(Rules.QUEUE_EXPIRY, "smtp: {queue: {expiry: 59s}}", "spec.smtp.queue.expiry"),
                server(Rules.QUEUE_EXPIRY, "smtp: {queue: {expiry: 8760h1s}}", "spec.smtp.queue.expiry"),
                server(
                        Rules.CERTIFICATE_SECRET,
                        "tls: {certificates: [{name: a, source: Secret}]}",
                        "spec.tls.certificates[0]"),
                server(
                        Rules.CERTIFICATE_SECRET,
                        "tls: {certificates: [{name: a, secretRef: {name: b}}]}",
                        "spec.tls.certificates[0]"),
                server(Rules.NEXT_HOP_HOST, "outbound: {nextHop: {host: 'smart host'}}", "spec.outbound.nextHop.host"),
                server(
                        Rules.NEXT_HOP_CREDENTIALS,
                        "outbound: {nextHop: {host: smarthost, credentials: {secretRef: {name: a}}}}",
                        "spec.outbound.nextHop"),
                server(
                        Rules.SELECTOR_WITH_FROM,
                        "attachments: [{name: a, domains: ['*'], namespaces: {from: Selector}}]",
                        "spec.attachments[0].namespaces"),
                server(
                        Rules.SELECTOR_WITH_FROM,
                        "attachments: [{name: a, domains: ['*'], namespaces: {selector: {matchLabels: {a: b}}}}]",
                        "spec.attachments[0].namespaces"),
                server(
                        Rules.SELECTOR_VALUES,
                        "attachments: [{name: a, domains: ['*'], namespaces: {from: Selector, selector:"
                                + " {matchExpressions: [{key: a, operator: In}]}}}]",
                        "spec.attachments[0].namespaces.selector.matchExpressions[0]"),
                new Broken(Rules.ALIAS_DOMAIN_USERS, "domain", "type: Alias\n  users: {}", "spec"),
                new Broken(
                        Rules.SELECTOR_WITH_FROM,
                        "domain",
                        "users: {namespaces: {from: Selector}}",
                        "spec.users.namespaces"),
                new Broken(
                        Rules.SELECTOR_VALUES,
                        "domain",
                        "users: {namespaces: {from: Selector, selector: {matchExpressions:"
                                + " [{key: a, operator: Exists, values: [b]}]}}}",
                        "spec.users.namespaces.selector.matchExpressions[0]"),
                new Broken(
                        Rules.RECIPIENTS_LISTED,
                        "relay",
                        "  recipients: {policy: Listed}\n  nextHop: {host: 192.0.2.1}",
                        "spec.recipients"),
                new Broken(
                        Rules.RECIPIENTS_LISTED,
                        "relay",
                        "  recipients: {policy: Any, addresses: [a@relay.example]}\n  nextHop: {host: 192.0.2.1}",
                        "spec.recipients"),
                new Broken(Rules.NEXT_HOP_HOST, "relay", hop("{host: '-'}"), "spec.nextHop.host"),
                new Broken(
                        Rules.NEXT_HOP_CREDENTIALS,
                        "relay",
                        hop("{host: a, credentials: {secretRef: {name: a}}}"),
                        "spec.nextHop"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysTheWordsOfTheCrd(Broken broken) {
        Plan plan = Planner.plan(Snapshots.of(broken.manifest()));
        assertThat(plan.problems()).filteredOn(Problem::isError).satisfiesExactly(problem -> {
            assertThat(problem.toString()).endsWith(broken.field() + ": " + broken.message());
            assertThat(problem.line()).isPositive();
        });
        // A server that cannot be believed changes nothing; anything else is put off.
        assertThat(plan.files().isEmpty()).isEqualTo(broken.place().equals("server"));
    }

    @Test
    void theGoodOneIsGood() {
        assertThat(Planner.plan(Snapshots.of(GOOD.replace("#relay", RELAY))).problems())
                .isEmpty();
    }

    @Test
    void everyRuleIsBrokenHere() throws IllegalAccessException {
        Set<String> tried = new HashSet<>();
        broken().forEach(b -> tried.add(b.message()));
        List<String> untried = new ArrayList<>();
        for (var field : Rules.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !tried.contains((String) field.get(null))) {
                untried.add(field.getName());
            }
        }
        // A plan sees a resource as it is, not as it was: these two are the API server's alone.
        assertThat(untried).containsExactlyInAnyOrder("DOMAIN_IMMUTABLE", "ADDRESS_IMMUTABLE");
    }
}
