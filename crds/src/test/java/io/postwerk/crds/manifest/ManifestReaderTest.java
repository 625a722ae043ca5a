package io.postwerk.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.ExposureSpec;
import io.postwerk.crds.ListenerTls;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.MailUserSpec;
import io.postwerk.crds.PodOverrides;
import io.postwerk.crds.SmtpSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata:
              name: main
            spec:
              hostname: mx.example.org
            """;
    private static final String USER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata:
              name: alice
              namespace: team
              labels:
                app: mail
            spec:
              address: alice@example.org
              aliases:
              - al@example.org
              credentials:
              - name: default
                secretRef:
                  name: alice
              quota:
                storage: 5Gi
                messages: 1000
            """;

    @Test
    void fillsInDefaultsAsAnApiServerDoes() {
        MailServerSpec spec = ManifestReader.read("f.yaml", SERVER)
                .servers()
                .getFirst()
                .resource()
                .getSpec();
        assertThat(spec.smtp().listeners())
                .extracting(SmtpSpec.Listener::name, SmtpSpec.Listener::port, SmtpSpec.Listener::tls)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("smtp", 2525, ListenerTls.START_TLS),
                        org.assertj.core.groups.Tuple.tuple("submission", 2587, ListenerTls.START_TLS),
                        org.assertj.core.groups.Tuple.tuple("submissions", 2465, ListenerTls.IMPLICIT));
        assertThat(spec.mailbox().listeners()).hasSize(4);
        assertThat(spec.smtp().recipientRestrictions()).hasSize(3);
        assertThat(spec.smtp().limits().messageSize()).isEqualTo("50Mi");
        assertThat(spec.auth().requireTls()).isTrue();
        assertThat(spec.network().trusted()).isEmpty();
        assertThat(spec.tls().certificates()).hasSize(1);
        assertThat(spec.attachments()).hasSize(1);
        assertThat(spec.outbound().nextHop()).isEmpty();
        assertThat(spec.local()).isEmpty();
    }

    @Test
    void readsValuesAndWhereTheyStand() {
        Manifests read = ManifestReader.read("alice.yaml", "---\n" + USER);
        assertThat(read.problems()).isEmpty();
        MailUserSpec spec = read.users().getFirst().resource().getSpec();
        assertThat(spec.address()).isEqualTo("alice@example.org");
        assertThat(spec.credentials().getFirst().secretRef().key()).isEqualTo("password");
        assertThat(spec.quota().orElseThrow().messages()).contains(1000L);
        assertThat(spec.forward()).isEmpty();
        Sourced<?> user = read.users().getFirst();
        assertThat(user.title()).isEqualTo("MailUser team/alice");
        assertThat(user.source().line()).isEqualTo(2);
        assertThat(user.source().lineOf("spec.aliases[0]")).isEqualTo(12);
        assertThat(user.source().lineOf("spec.forward.to[3]")).isEqualTo(10);
    }

    @Test
    void takesTheNamespaceDefaultWhereNoneIsGiven() {
        assertThat(ManifestReader.read("f.yaml", SERVER).servers().getFirst().namespace())
                .isEqualTo("default");
    }

    @Test
    void readsManyDocumentsListsAndJson() {
        String list = "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"apiVersion\": \"v1\","
                + " \"kind\": \"Secret\", \"metadata\": {\"name\": \"s\"}, \"data\": {\"password\": \"c2VjcmV0\"}}]}";
        Manifests read = ManifestReader.read("f.yaml", SERVER + "---\n" + USER + "---\n---\n" + list);
        assertThat(read.problems()).isEmpty();
        assertThat(read.servers()).hasSize(1);
        assertThat(read.users()).hasSize(1);
        assertThat(read.secrets().getFirst().resource().getData()).containsEntry("password", "c2VjcmV0");
    }

    @Test
    void readsWhatAnApiServerAdds() {
        String fetched = SERVER.replace("  name: main\n", """
                  name: main
                  namespace: mail
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  generation: 3
                  resourceVersion: "123"
                  uid: 5d7b6f5e-0000-0000-0000-000000000000
                  managedFields:
                  - manager: kubectl
                    fieldsV1: {"f:spec": {}}
                """) + """
                status:
                  conditions:
                  - type: Ready
                    status: "True"
                    observedGeneration: 3
                    lastTransitionTime: "2026-01-01T00:00:00Z"
                    reason: Ready
                    message: ""
                """;
        Manifests read = ManifestReader.read("f.yaml", fetched);
        assertThat(read.problems()).isEmpty();
        assertThat(read.servers().getFirst().resource().getMetadata().getCreationTimestamp())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(read.servers().getFirst().resource().getStatus().conditions())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what to replace | with what | the problem
                "aliases: | alias: | f.yaml:10: MailUser team/alice: spec.alias: no such field; did you mean 'aliases'?",
                "quota: | storageQuota: | f.yaml:16: MailUser team/alice: spec.storageQuota: no such field; known are address, aliases, credentials, deletionPolicy, disabled, domainRef, forward, quota",
                "  address: alice@example.org | \\x20 | f.yaml:10: MailUser team/alice: spec.address: is missing; add it",
                "address: alice@example.org | address: | f.yaml:9: MailUser team/alice: spec.address: must be a string, not empty; give it a value, or leave the key out",
                "address: alice@example.org | address: [alice@example.org] | f.yaml:9: MailUser team/alice: spec.address: must be a string, not a list; correct it",
                "address: alice@example.org | address: 5 | f.yaml:9: MailUser team/alice: spec.address: must be a string, not a number; put it in quotes",
                "address: alice@example.org | address: a@ | f.yaml:9: MailUser team/alice: spec.address: has 2 characters; it must have 3 to 254",
                "aliases:\\n  - al@example.org | aliases: al@example.org | f.yaml:10: MailUser team/alice: spec.aliases: must be a list (- value), not a string; correct it",
                "- al@example.org | - al@example.org\\n  - al@example.org | f.yaml:12: MailUser team/alice: spec.aliases[1]: is the same as spec.aliases[0]; keep one",
                "name: default | name: Default | f.yaml:13: MailUser team/alice: spec.credentials[0].name: 'Default' has not the right form; use lower-case letters, digits and inner hyphens",
                "    secretRef:\\n      name: alice | \\x20 | f.yaml:13: MailUser team/alice: spec.credentials[0].secretRef: is missing; add it",
                "name: default | name: default\\n    protocols: [IMAP, SMTPS] | f.yaml:14: MailUser team/alice: spec.credentials[0].protocols[1]: 'SMTPS' is not one of IMAP, POP3, SMTP, Submission; did you mean 'SMTP'?",
                "name: default | name: default\\n    expires: tomorrow | f.yaml:14: MailUser team/alice: spec.credentials[0].expires: has 8 characters; it must have 20 to 35",
                "name: default | name: default\\n    expires: 2026-02-30T00:00:00Z | f.yaml:14: MailUser team/alice: spec.credentials[0].expires: is not in the format date-time; write it as 2030-01-31T00:00:00Z",
                "messages: 1000 | messages: 1000\\n    messages: 2 | f.yaml:19: MailUser team/alice: spec.quota.messages: is there twice; keep one",
                "messages: 1000 | messages: 0 | f.yaml:18: MailUser team/alice: spec.quota.messages: 0 is out of bounds; it must be 1 to 1000000000",
                "messages: 1000 | messages: 1.5 | f.yaml:18: MailUser team/alice: spec.quota.messages: must be a whole number, not a number; correct it",
                "messages: 1000 | messages: many | f.yaml:18: MailUser team/alice: spec.quota.messages: must be a whole number, not a string; correct it",
                "storage: 5Gi | storage: 0 | f.yaml:17: MailUser team/alice: spec.quota.storage: 0 is out of bounds; it must be at least 1",
                "storage: 5Gi | storage: 5GiB | f.yaml:17: MailUser team/alice: spec.quota.storage: '5GiB' has not the right form; write it as 500Mi or 5Gi",
                "quota: | disabled: yes\\n  quota: | f.yaml:16: MailUser team/alice: spec.disabled: must be true or false, not a string; correct it",
                "namespace: team | namespaces: team | f.yaml:5: MailUser default/alice: metadata.namespaces: no such field; did you mean 'namespace'?",
                "name: alice\\n  namespace | namespace | f.yaml:4: MailUser team/(without a name): metadata.name: is missing; add it",
                "kind: MailUser | kind: MailUsers | f.yaml:1: kind: there is no MailUsers in postwerk.io/v1alpha1; known are MailServer, MailDomain, MailUser and Relay in postwerk.io/v1alpha1",
                "v1alpha1 | v1 | f.yaml:1: kind: there is no MailUser in postwerk.io/v1; known are MailServer, MailDomain, MailUser and Relay in postwerk.io/v1alpha1",
                "kind: MailUser | kinds: MailUser | f.yaml:1: the document has no apiVersion and kind; add them",
                "postwerk.io/v1alpha1 | apps/v1 | f.yaml:1: warning: a MailUser of apps/v1 means nothing to Postwerk; it is skipped",
                "spec:\\n  address | specs:\\n  address | f.yaml:1: MailUser team/alice: spec: is missing; add it",
            })
    void refusesWhatAnApiServerWouldRefuse(String old, String changed, String problem) {
        String text = USER.replace(unescape(old), unescape(changed));
        assertThat(text).isNotEqualTo(USER);
        assertThat(ManifestReader.read("f.yaml", text).problems())
                .extracting(Problem::toString)
                .contains(problem.strip());
    }

    private static String unescape(String text) {
        return text.strip().replace("\\n", "\n").replace("\\x20", " ");
    }

    @Test
    void keepsOfABrokenResourceWhatCanBeRead() {
        Manifests read = ManifestReader.read("f.yaml", USER.replace("storage:", "storages:"));
        assertThat(read.users()).isEmpty();
        BrokenResource broken = read.broken().getFirst();
        assertThat(broken.title()).isEqualTo("MailUser team/alice");
        assertThat(broken.address()).contains("alice@example.org");
        assertThat(broken.aliases()).containsExactly("al@example.org");
        assertThat(broken.problems()).hasSize(1);
        assertThat(read.readable()).isTrue();
    }

    @Test
    void reportsEveryProblemOfAResource() {
        String text = USER.replace("aliases:", "alias:").replace("5Gi", "much").replace("1000", "-1");
        assertThat(ManifestReader.read("f.yaml", text).problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("spec.alias", "spec.quota.storage", "spec.quota.messages");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec: [ | f.yaml:1: is not YAML: ",
                "a: b: c | f.yaml:1: is not YAML: mapping values are not allowed here",
                "a: *b | f.yaml:1: is not YAML: found undefined alias b",
                "\\t- a | f.yaml:1: is not YAML: found character",
            })
    void saysWhenAFileIsNotYaml(String text, String problem) {
        Manifests read = ManifestReader.read("f.yaml", text.replace("\\n", "\n").replace("\\t", "\t"));
        assertThat(read.readable()).isFalse();
        assertThat(read.problems())
                .singleElement()
                .satisfies(p -> assertThat(p.toString())
                        .startsWith(problem.strip())
                        .endsWith("; correct it; until then nothing of it is taken, and what was known from it stays"));
    }

    @Test
    void takesOldYamlsBooleansForWhatTheyAreToday() {
        MailDomainSpec spec = ManifestReader.read("f.yaml", """
                        apiVersion: postwerk.io/v1alpha1
                        kind: MailDomain
                        metadata: {name: no}
                        spec: {serverRef: {name: main}, domain: example.no}
                        """)
                .domains()
                .getFirst()
                .resource()
                .getSpec();
        assertThat(spec.domain()).isEqualTo("example.no");
        assertThat(spec.type()).isEqualTo(MailDomainSpec.Type.MAILBOX);
    }

    @Test
    void neverFailsOnAnyText() {
        Random random = new Random(4);
        String both = SERVER + "---\n" + USER;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(both);
            for (int changes = random.nextInt(5); changes >= 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 ->
                        text.setCharAt(at, (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    default ->
                        text.insert(
                                at,
                                List.of("\n", "&a ", "*a ", "- ", "{", "]", ": ", "!!map ", "? ", "|\n")
                                        .get(random.nextInt(10)));
                }
            }
            Manifests read = ManifestReader.read("f.yaml", text.toString());
            assertThat(read.readable() || !read.problems().isEmpty()).isTrue();
        }
    }

    @Test
    void anAliasIntoItselfIsNotFollowedForEver() {
        Manifests read = ManifestReader.read("f.yaml", """
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: &m
                  name: a
                  labels: *m
                spec: {address: a@example.org}
                """);
        assertThat(read.problems()).isNotEmpty();
    }

    @Test
    void readsPodsInTheTypesOfKubernetes() {
        Manifests read = ManifestReader.read("f.yaml", SERVER + """
                  smtp:
                    replicas: 2
                    storage: {size: 20Gi, storageClassName: fast}
                    pod:
                      resources: {requests: {cpu: 1, memory: 256Mi}, limits: {cpu: 1500m}}
                      tolerations: [{key: mail, operator: Exists, effect: NoSchedule}]
                      affinity:
                        podAntiAffinity:
                          preferredDuringSchedulingIgnoredDuringExecution:
                          - weight: 100
                            podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {a: b}}}
                      topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
                  exposure:
                  - {name: public, type: LoadBalancer, listeners: [smtp, imaps], ports: {imaps: 1993}}
                """);
        assertThat(read.problems()).isEmpty();
        MailServerSpec spec = read.servers().getFirst().resource().getSpec();
        assertThat(spec.smtp().replicas()).isEqualTo(2);
        assertThat(spec.smtp().storage().storageClassName()).contains("fast");
        assertThat(spec.mailbox().storage().size()).isEqualTo("10Gi");
        PodOverrides pod = spec.smtp().pod();
        assertThat(pod.resources().orElseThrow().getRequests().get("cpu").toString())
                .isEqualTo("1");
        assertThat(pod.resources().orElseThrow().getLimits().get("cpu").toString())
                .isEqualTo("1500m");
        assertThat(pod.sidecarResources()).isEmpty();
        assertThat(pod.tolerations().getFirst().getEffect()).isEqualTo("NoSchedule");
        assertThat(pod.affinity()
                        .orElseThrow()
                        .getPodAntiAffinity()
                        .getPreferredDuringSchedulingIgnoredDuringExecution()
                        .getFirst()
                        .getPodAffinityTerm()
                        .getTopologyKey())
                .isEqualTo("kubernetes.io/hostname");
        assertThat(pod.topologySpreadConstraints().getFirst().getMaxSkew()).isEqualTo(1);
        ExposureSpec exposure = spec.exposure().getFirst();
        assertThat(exposure.exposes("smtp")).isTrue();
        assertThat(exposure.exposes("pop3")).isFalse();
        assertThat(exposure.servicePort("smtp", 2525)).isEqualTo(25);
        assertThat(exposure.servicePort("imaps", 2993)).isEqualTo(1993);
        assertThat(exposure.servicePort("other", 4711)).isEqualTo(4711);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            resources: {requests: {cpu: half}}             | 'half' has not the right form; write it as 500m or 1Gi
            resources: {requests: {cpu: 0.5}}              | must be a string, not a number; put it in quotes
            resources: {request: {cpu: 1}}                 | no such field
            tolerations: [{operator: Sometimes}]           | 'Sometimes' is not one of Equal, Exists
            topologySpreadConstraints: [{maxSkew: 1}]      | topologyKey: is missing
            affinity: {podAffinity: {preferred: []}}       | no such field
            """)
    void refusesPodsThatKubernetesWouldNotUnderstand(String pod, String problem) {
        Manifests read = ManifestReader.read("f.yaml", SERVER + "  mailbox: {pod: {" + pod + "}}\n");
        assertThat(read.problems().toString()).contains(problem);
        assertThat(read.servers()).isEmpty();
    }
}
