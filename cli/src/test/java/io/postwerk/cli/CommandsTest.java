package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} and {@code render}, as one types them. */
class CommandsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @BeforeEach
    void takeDownWhatIsPrinted() throws IOException {
        Path quickstart = Path.of(System.getProperty("postwerk.root"), "examples", "quickstart");
        try (Stream<Path> files = Files.list(quickstart)) {
            for (Path file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
        }
        PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void printAsBefore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void checkFindsNothingWrongWithTheQuickStart() {
        assertThat(run("check", folder.toString())).isZero();
        assertThat(output()).endsWith("no problems\n");
        assertThat(folder.resolve(".postwerk")).doesNotExist();
    }

    @Test
    void checkNamesFileResourceFieldAndRemedy() throws IOException {
        edit("bob.yaml", "spec:\n", "spec:\n  quota:\n    storage: lots\n  colour: blue\n");
        assertThat(run("check", folder.toString())).isEqualTo(1);
        assertThat(output())
                .containsPattern("bob\\.yaml:\\d+: MailUser default/bob: spec\\.quota\\.storage: .+; .+")
                .containsPattern("bob\\.yaml:\\d+: MailUser default/bob: spec\\.colour: .+; .+")
                .contains("2 errors");
    }

    @Test
    void checkRefusesAPasswordOfWhichNoVerifierCanBeMade() throws IOException {
        // RFC 4013 2.3: no control characters
        edit("bob.yaml", "password: builder", "password: \"bu\\x07ilder\"");
        assertThat(run("check", folder.toString())).isEqualTo(1);
        assertThat(output()).contains("bob@example.org").contains("password cannot be used");
    }

    @Test
    void checkReportsAFileThatIsNoYaml() throws IOException {
        Files.writeString(folder.resolve("bob.yaml"), "kind: [");
        assertThat(run("check", folder.toString())).isEqualTo(1);
        assertThat(output()).contains("bob.yaml:").contains("is not YAML");
    }

    @Test
    void renderShowsTheFilesAndNoSecret() {
        assertThat(run("render", folder.toString())).isZero();
        assertThat(output())
                .contains("# smtp-server/server.json", "# imap-server/server.json", "# auth-sidecar/users-")
                .contains("\"hostname\":\"mx.example.org\"", "(redacted)")
                .doesNotContain("wonderland", "builder", "SCRAM-SHA-256}");
    }

    /** Each field that came with the operator; what has no meaning on one machine is taken and left aside. */
    @Test
    void takesWhatIsMeantForAClusterToo() throws IOException {
        Files.writeString(folder.resolve("cluster.yaml"), """
                apiVersion: postwerk.io/v1alpha1
                kind: MailServer
                metadata: {name: cluster}
                spec:
                  hostname: mx.example.net
                  version: 1.2.3
                  deletionPolicy: Delete
                  exposure: [{name: public, type: LoadBalancer, ports: {smtp: 26}}]
                  networkPolicy: {enabled: true, metricsFrom: {matchLabels: {a: b}}}
                  smtp: {replicas: 3, storage: {size: 20Gi}, pod: {priorityClassName: high, resources: {requests: {cpu: 1}}}}
                  mailbox: {storage: {size: 1Ti, storageClassName: fast}, pod: {tolerations: [{operator: Exists}]}}
                  tls: {certificates: [{name: public, source: CertManager, issuerRef: {name: letsencrypt, kind: ClusterIssuer}}]}
                  outbound:
                    nextHop: {host: smarthost.example.net}
                    routes: [{name: partner, domains: [partner.example, '*.partner.example'], nextHop: {host: gateway.partner.example}}]
                    allowedNextHops: [{name: providers, hosts: ['*.provider.example'], ports: [587]}]
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: news.example.net}
                spec: {serverRef: {name: cluster}, domain: news.example.net, deletionPolicy: Delete}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: editor}
                spec: {address: editor@news.example.net, deletionPolicy: Delete}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata: {name: news}
                spec:
                  serverRef: {name: cluster}
                  nextHop: {host: smtp.provider.example, port: 587}
                  outbound: {senders: [news.example.net]}
                """);
        assertThat(run("check", folder.toString(), "--server", "cluster")).isZero();
        assertThat(output())
                .contains("MailServer default/cluster: spec.deletionPolicy: nothing is removed on one machine")
                .contains("MailUser default/editor: spec.deletionPolicy: ")
                .contains("there is no cert-manager")
                .endsWith("0 errors, 4 warnings\n");

        printed.reset();
        assertThat(run("render", folder.toString(), "--server", "cluster")).isZero();
        assertThat(output())
                .contains("\"below\":[\"partner.example\"]")
                .contains("\"host\":\"gateway.partner.example\"")
                .contains("\"senders\":{\"via\":{\"nextHop\":{\"host\":\"smtp.provider.example\"")
                .contains("# imap-server/removals.json");
    }

    @Test
    void checkSaysThatAPausedServerIsLeftAlone() throws IOException {
        edit("mailserver.yaml", "spec:\n", "spec:\n  paused: true\n");
        assertThat(run("check", folder.toString())).isZero();
        assertThat(output())
                .contains("spec.paused: everything is left as it is")
                .contains("1 warning");
    }

    @Test
    void whatCannotBeDoneIsOneLineAndNoStackTrace() {
        assertThat(run("check", folder.resolve("nowhere").toString())).isEqualTo(1);
        assertThat(output()).startsWith("postwerk: no such folder").hasLineCount(1);
    }

    @Test
    void aPortOffsetThatLeadsOutOfRangeNamesTheListener() {
        String data = folder.resolve("data").toString();
        assertThat(run("run", folder.toString(), "--data", data, "--port-offset", "60000"))
                .isEqualTo(1);
        assertThat(output())
                .isEqualTo(
                        "postwerk: port 9003 of auth-sidecar with the port offset is 69003, above the highest port 65535:"
                                + " choose a --port-offset of at most 56532\n");
        printed.reset();
        assertThat(run("run", folder.toString(), "--data", data, "--port-offset", "-1"))
                .isEqualTo(1);
        assertThat(output()).isEqualTo("postwerk: --port-offset has to be a number from 0 to 65534\n");
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    private static int run(String... arguments) {
        return Postwerk.commandLine().execute(arguments);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
