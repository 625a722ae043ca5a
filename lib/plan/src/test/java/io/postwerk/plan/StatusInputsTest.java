package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.crds.MailDomainStatus;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.server.AuthorityNeed;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.DeploymentTarget;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says beyond files: facts, records for the DNS, certificates to order, and whether to keep still. */
class StatusInputsTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, generation: 3}
            spec:
              hostname: MX.example.org
              #more
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org, generation: 7}
            spec: {serverRef: {name: main}, domain: Example.org}
            ---
            """;
    private static final String ALICE = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice}
            spec: {address: alice@example.org, credentials: [{name: default, secretRef: {name: alice}}]}
            ---
            """;

    private static final String ALICES_SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: alice}
            stringData: {password: wonderland}
            ---
            """;

    private static PlanCase given(String more, String... others) {
        return PlanCase.of(SERVER.replace("#more", more) + String.join("", others))
                .onKubernetes();
    }

    private static Plan plan(String more, String... others) {
        return given(more, others).plan();
    }

    private static ResourceFacts facts(Plan plan, String kind) {
        return plan.facts().stream()
                .filter(facts -> facts.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void factsAreOfTheGenerationThatWasLookedAt() {
        Plan plan = plan("", ALICE);
        assertThat(facts(plan, "MailServer").generation()).isEqualTo(3);
        assertThat(facts(plan, "MailDomain").generation()).isEqualTo(7);
        assertThat(facts(plan, "MailUser").generation()).isZero();
    }

    @Test
    void domainsKnowTheirUsersAndTheirRecords() {
        Plan plan = plan("", ALICE);
        Plan.DomainFacts facts = plan.domains().get(new ObjectKey("default", "example.org"));
        assertThat(facts.users()).isEqualTo(1);
        assertThat(facts.dnsRecords())
                .extracting(
                        MailDomainStatus.DnsRecord::type,
                        MailDomainStatus.DnsRecord::name,
                        MailDomainStatus.DnsRecord::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                MailDomainStatus.DnsRecord.Type.MX, "example.org", "10 mx.example.org."),
                        org.assertj.core.groups.Tuple.tuple(
                                MailDomainStatus.DnsRecord.Type.TXT, "example.org", "\"v=spf1 mx -all\""),
                        org.assertj.core.groups.Tuple.tuple(
                                MailDomainStatus.DnsRecord.Type.TXT,
                                "_dmarc.example.org",
                                "\"v=DMARC1; p=quarantine; rua=mailto:postmaster@example.org\""));
        assertThat(facts.dnsRecords()).allMatch(record -> record.purpose().length() > 40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Smarthost.example.net | v=spf1 mx a:smarthost.example.net ~all
            192.0.2.7             | v=spf1 mx ip4:192.0.2.7 ~all
            '2001:db8::7'         | v=spf1 mx ip6:2001:db8::7 ~all
            10.0.0.7              | v=spf1 mx ~all
            relay                 | v=spf1 mx ~all
            """)
    void whoElseSendsIsInTheSpfRecord(String host, String value) {
        Plan plan = plan("outbound: {nextHop: {host: '" + host + "'}}");
        MailDomainStatus.DnsRecord spf = plan.domains()
                .get(new ObjectKey("default", "example.org"))
                .dnsRecords()
                .get(1);
        assertThat(spf.value()).isEqualTo('"' + value + '"');
        assertThat(spf.purpose()).contains(host).hasSizeLessThan(1024);
    }

    @Test
    void theServerOfADomainsSendersIsInItsSpfRecord() {
        Plan plan = plan("outbound: {nextHop: {host: smarthost.example.net}}", """
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata: {name: out}
                spec: {serverRef: {name: main}, nextHop: {host: out.example.net}, outbound: {senders: [example.org]}}
                """);
        assertThat(plan.problems()).noneMatch(Problem::isError);
        assertThat(plan.domains()
                        .get(new ObjectKey("default", "example.org"))
                        .dnsRecords()
                        .toString())
                .contains("a:out.example.net")
                .doesNotContain("smarthost");
    }

    @Test
    void aSecretThatMayNotBeReadIsNoMissingSecret() {
        PlanCase given = given("", ALICE);
        Plan missing = given.plan();
        assertThat(facts(missing, "MailUser").resolved().reason()).isEqualTo(Reason.SECRET_NOT_FOUND);

        Plan forbidden = given.withSecrets(unreadable("default")).plan();
        assertThat(facts(forbidden, "MailUser").accepted().holds()).isTrue();
        assertThat(facts(forbidden, "MailUser").resolved().reason()).isEqualTo(Reason.SECRET_FORBIDDEN);
        assertThat(facts(forbidden, "MailUser").resolved().message())
                .contains("RoleBinding")
                .contains("namespace default")
                .contains("postwerk-secret-reader");
        assertThat(given.withSecrets(unreadable("other")).plan().problems()).isEqualTo(missing.problems());
    }

    private static SecretInputs unreadable(String namespace) {
        return new SecretInputs(Map.of(), Set.of(namespace), Set.of());
    }

    @Test
    void whatIsInForceStaysWhileASecretCannotBeRead() {
        PlanCase given = given("", ALICE).withSecrets(new SecretInputs(Map.of(), Set.of(), Set.of("default")));
        List<VerifierNeed> needs = given.verifiers();
        assertThat(needs)
                .singleElement()
                .satisfies(need -> assertThat(need.key().isFormer()).isTrue());

        Plan unknown = given.plan();
        assertThat(facts(unknown, "MailUser").accepted().holds()).isTrue();
        assertThat(facts(unknown, "MailUser").resolved().reason()).isEqualTo(Reason.SECRET_UNAVAILABLE);
        assertThat(users(unknown)).contains("alice@example.org").doesNotContain("former verifier");

        Plan kept = given.withVerifiers(
                        VerifierInputs.of(Map.of(needs.getFirst().key(), new SecretText("former verifier"))))
                .plan();
        assertThat(facts(kept, "MailUser").resolved().reason()).isEqualTo(Reason.SECRET_UNAVAILABLE);
        assertThat(users(kept)).contains("former verifier");
    }

    private static String users(Plan plan) {
        return plan.files().get(Program.AUTH_SIDECAR).entrySet().stream()
                .filter(file -> file.getKey().startsWith("users-"))
                .map(file -> new String(file.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    @Test
    void aCertificateIsOrderedAndUsedOnceItIsThere() {
        String tls =
                "tls: {certificates: [{name: web, source: CertManager, issuerRef: {name: le, kind: ClusterIssuer}}]}";
        PlanCase given = given(tls, ALICE, ALICES_SECRET);
        Plan pending = given.plan();
        ObjectKey secret = new ObjectKey("default", "main-cert-web");
        assertThat(pending.certificates())
                .extracting(CertificateNeed::origin)
                .containsExactly(
                        new CertificateNeed.Origin.CertManager(secret, "le", "ClusterIssuer", "cert-manager.io", false),
                        new CertificateNeed.Origin.SelfSigned());
        assertThat(facts(pending, "MailServer").resolved().reason()).isEqualTo(Reason.CERTIFICATE_PENDING);
        assertThat(pending.problems()).noneMatch(Problem::isError);

        Map<ObjectKey, SecretInput> secrets =
                new HashMap<>(given.snapshot().secrets().known());
        secrets.put(
                secret,
                new SecretInput("1", Map.of("tls.crt", new SecretText("chain"), "tls.key", new SecretText("key"))));
        Plan issued = given.withSecrets(SecretInputs.of(secrets)).plan();
        assertThat(issued.certificates())
                .extracting(CertificateNeed::origin)
                .containsExactly(
                        new CertificateNeed.Origin.CertManager(secret, "le", "ClusterIssuer", "cert-manager.io", true));
        assertThat(issued.problems()).isEmpty();
    }

    @Test
    void withoutCertManagerNothingIsOrdered() {
        String tls = "tls: {certificates: [{name: web, source: CertManager, issuerRef: {name: le}}]}";
        Plan plan = PlanCase.of(SERVER.replace("#more", tls)).plan();
        assertThat(plan.certificates())
                .extracting(CertificateNeed::origin)
                .containsExactly(new CertificateNeed.Origin.SelfSigned());
        assertThat(facts(plan, "MailServer").resolved().reason()).isEqualTo(Reason.CERT_MANAGER_MISSING);
        assertThat(plan.applicable()).isTrue();
    }

    private static String userCa(String text) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: user-ca}\nstringData: {ca.crt: \"" + text + "\"}\n---\n";
    }

    /** A server would not start with it. */
    @Test
    void aFileWithoutACertificateIsNoCa() {
        String more = "auth: {mechanisms: [EXTERNAL]}\n  tls: {clientCertificates: {secretRef: {name: user-ca}}}";
        Plan without = plan(more, userCa("nonsense"));
        assertThat(without.clientAuthority()).isEmpty();
        assertThat(facts(without, "MailServer").resolved().message()).contains("no certificate in PEM");
        assertThat(smtpServer(without)).doesNotContain("clientCa");

        Plan with = plan(more, userCa("-----BEGIN CERTIFICATE-----"));
        assertThat(with.clientAuthority())
                .contains(new AuthorityNeed(
                        new ObjectKey("default", "user-ca"), "/etc/postwerk/tls/" + AuthorityNeed.FILE));
        assertThat(facts(with, "MailServer").resolved().holds()).isTrue();
        assertThat(smtpServer(with)).contains("clientCa");
    }

    private static String smtpServer(Plan plan) {
        return new String(plan.files().get(Program.SMTP_SERVER).get("server.json"), StandardCharsets.UTF_8);
    }

    @Test
    void aGroupOfAMachineMeansNothingInACluster() {
        String more = "auth: {sockets: {group: postfix}}";
        Plan plan = plan(more);
        assertThat(plan.problems()).anyMatch(problem -> problem.toString().contains("spec.auth.sockets.group"));
        assertThat(plan.problems()).noneMatch(Problem::isError);
        assertThat(plan.files().get(Program.AUTH_SIDECAR).get("server.json"))
                .asString(StandardCharsets.UTF_8)
                .doesNotContain("postfix");
        assertThat(PlanCase.of(SERVER.replace("#more", more)).plan().problems())
                .noneMatch(problem -> problem.toString().contains("spec.auth.sockets.group"));
    }

    @Test
    void aPausedServerIsPlannedAndLeftAlone() {
        Plan plan = plan("paused: true", ALICE);
        assertThat(plan.paused()).isTrue();
        assertThat(plan.files()).isNotEmpty();
        assertThat(plan.applicable()).isFalse();
        assertThat(plan.problems().toString()).contains("spec.paused: everything is left as it is");
    }

    @Test
    void aClustersPathsAreThoseOfItsPods() {
        DeploymentTarget target = DeploymentTarget.onKubernetes(new ObjectKey("mail", "main"));
        assertThat(target.mailboxHost()).isEqualTo("main-imap-server.mail.svc");
        assertThat(target.certManager()).isTrue();
        assertThat(target.withoutCertManager().certManager()).isFalse();
        assertThat(target.withoutCertManager().removesMailboxes()).isTrue();
    }

    @Test
    void thePlatformsPostmasterIsNeverATenants() {
        String tenant = """
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: old.example, namespace: team, creationTimestamp: '2020-01-01T00:00:00Z'}
                spec: {serverRef: {name: main, namespace: default}, domain: old.example}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: tenant, namespace: team, creationTimestamp: '2020-01-01T00:00:00Z'}
                spec: {address: tenant@old.example}
                ---
                """;
        String all = "attachments: [{name: all, namespaces: {from: All}, domains: ['*']}]";
        assertThat(routing(plan(all, tenant, ALICE))).contains("\"postmaster\":\"alice@example.org\"");
        Plan none = plan(all, tenant);
        assertThat(routing(none)).doesNotContain("\"postmaster\":");
        assertThat(none.problems())
                .extracting(Problem::toString)
                .anyMatch(problem -> problem.contains("nobody gets the mail for postmaster@"));
        String guest = """
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: shared.example}
                spec: {serverRef: {name: main}, domain: shared.example, users: {namespaces: {from: All}}}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: guest, namespace: team}
                spec: {address: guest@shared.example, domainRef: {name: shared.example, namespace: default}}
                ---
                """;
        assertThat(routing(plan(all, guest)))
                .as("a tenant's user in a domain of the platform")
                .doesNotContain("guest");
        assertThat(routing(plan(all + "\n  postmaster: tenant@old.example", tenant)))
                .as("where the platform wants it so")
                .contains("\"postmaster\":\"tenant@old.example\"");
    }

    private static String routing(Plan plan) {
        return new String(plan.files().get(Program.SMTP_SERVER).get(ConfigFormat.ROUTING_FILE), StandardCharsets.UTF_8);
    }
}
