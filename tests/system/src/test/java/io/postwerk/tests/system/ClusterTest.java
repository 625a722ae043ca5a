package io.postwerk.tests.system;

import static io.postwerk.tests.system.Mailboxes.ALICE;
import static io.postwerk.tests.system.Mailboxes.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.tests.charts.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From {@code kubectl apply} to mail that is read, in pods on a node. */
@ExtendWith(SharedControlPlane.class)
class ClusterTest {
    private static final Duration SECONDS = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static Site site;

    @BeforeAll
    static void start(ControlPlane controlPlane) throws Exception {
        cluster = Cluster.start(controlPlane, folder);
        site = cluster.site();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) cluster.close();
    }

    @Test
    void everyKindBecomesReady() throws Exception {
        for (String resource : List.of(
                "mailserver/main",
                "maildomain/example.org",
                "maildomain/alias.example",
                "mailuser/alice",
                "mailuser/bob")) {
            cluster.awaitReady(resource);
        }
    }

    @Test
    void strangerReachesAlice() throws Exception {
        assertThat(Mailboxes.send(site, "stranger@elsewhere.test", ALICE, "from far away"))
                .startsWith("250 ");
        awaitSubject(ALICE, "wonderland", "from far away");
    }

    @Test
    void strangerDoesNotRelay() throws Exception {
        assertThat(Mailboxes.send(site, "stranger@elsewhere.test", "friend@elsewhere.test", "no"))
                .startsWith("554 5.7.1");
    }

    @Test
    void aliceSendsToBob() throws Exception {
        String input = "MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<" + BOB + ">\r\nDATA\r\nFrom: " + ALICE
                + "\r\nSubject: by smtptest\r\n\r\nHello.\r\n.\r\nQUIT\r\n";
        Tool.Outcome outcome = cyrus("smtptest", site.smtp(), "587", "SCRAM-SHA-256", input);
        assertThat(outcome.output()).contains("Authenticated.");
        awaitSubject(BOB, "builder", "by smtptest");
    }

    @Test
    void imapAndPop3AreRead() throws Exception {
        assertThat(cyrus("imtest", site.mailbox(), "143", "SCRAM-SHA-256", "a SELECT INBOX\r\nb LOGOUT\r\n")
                        .output())
                .contains("Authenticated.")
                .contains("a OK [READ-WRITE]");
        assertThat(cyrus("pop3test", site.mailbox(), "110", "PLAIN", "STAT\r\nQUIT\r\n")
                        .output())
                .contains("Authenticated.")
                .containsPattern("\\+OK \\d+ \\d+");
    }

    /** The kubelet alone would take a minute or more to bring a changed Secret into a pod. */
    @Test
    void userLogsInWithinSecondsOfBeingApplied() throws Exception {
        List<String> pods = cluster.podIdentities();
        apply(user("carol", "rabbit-hole"));
        await("carol logs in")
                .atMost(SECONDS)
                .ignoreExceptions()
                .until(() -> Mailboxes.subjects(site, "carol@example.org", "rabbit-hole")
                        .isEmpty());
        apply(user("carol", "looking-glass"));
        await("carol's new password")
                .atMost(SECONDS)
                .ignoreExceptions()
                .until(() -> Mailboxes.subjects(site, "carol@example.org", "looking-glass")
                        .isEmpty());
        cluster.awaitReady("mailuser/carol");
        assertThat(cluster.podIdentities()).isEqualTo(pods);
    }

    @Test
    void deletedDomainIsRefused() throws Exception {
        apply("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: short-lived}
                spec:
                  serverRef: {name: main}
                  domain: short-lived.test
                  type: Alias
                  aliases: [{address: x@short-lived.test, to: [bob@example.org]}]
                """);
        cluster.awaitReady("maildomain/short-lived");
        await().atMost(SECONDS)
                .until(() -> Mailboxes.send(site, "a@b.test", "x@short-lived.test", "still here")
                        .startsWith("250 "));
        cluster.kubectl("delete", "maildomain", "short-lived");
        await().atMost(SECONDS)
                .until(() -> Mailboxes.send(site, "a@b.test", "x@short-lived.test", "gone")
                        .startsWith("554 5.7.1"));
    }

    @Test
    void killedPodsLoseNothing() throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int round = 0; round < 20; round++) accept("before " + round, accepted);
        cluster.kill("main-imap-server-0");
        for (int round = 0; round < 20; round++) accept("between " + round, accepted);
        cluster.kill("main-smtp-server-0");
        await("smtp-server takes mail again")
                .atMost(Cluster.TIMEOUT)
                .ignoreExceptions()
                .until(() -> Mailboxes.send(site, "a@b.test", BOB, "after").startsWith("250 "));
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(20);
        await("everything that was acknowledged")
                .atMost(Cluster.TIMEOUT)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(Mailboxes.subjects(site, BOB, "builder")).containsAll(accepted));
        assertThat(Mailboxes.subjects(site, BOB, "builder").stream().filter(accepted::contains))
                .doesNotHaveDuplicates();
    }

    @Test
    void restartedOperatorRollsNoPod() throws Exception {
        List<String> pods = cluster.podIdentities();
        cluster.kubectl("--namespace", Chart.NAMESPACE, "rollout", "restart", "deployment/postwerk");
        cluster.kubectl("--namespace", Chart.NAMESPACE, "rollout", "status", "deployment/postwerk", "--timeout=75s");
        apply(user("dave", "hal-9000"));
        cluster.awaitReady("mailuser/dave");
        assertThat(cluster.podIdentities()).isEqualTo(pods);
    }

    private static void accept(String subject, List<String> accepted) {
        try {
            if (Mailboxes.send(site, "a@b.test", BOB, subject).startsWith("250 ")) accepted.add(subject);
        } catch (IOException e) {
            // Without a reply nothing was acknowledged.
        }
    }

    private static void awaitSubject(String user, String password, String subject) {
        await("\"" + subject + "\" in the INBOX of " + user)
                .atMost(SECONDS)
                .ignoreExceptions()
                .until(() -> Mailboxes.subjects(site, user, password).contains(subject));
    }

    private static Tool.Outcome cyrus(String program, String host, String port, String mechanism, String input)
            throws Exception {
        return Tool.run(
                input,
                program,
                "-t",
                "",
                "-p",
                port,
                "-a",
                ALICE,
                "-u",
                ALICE,
                "-w",
                "wonderland",
                "-m",
                mechanism,
                host);
    }

    private static void apply(String manifest) throws Exception {
        cluster.kubectl(
                "apply",
                "-f",
                Files.writeString(folder.resolve("manifest.yaml"), manifest).toString());
    }

    private static String user(String name, String password) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s}
                stringData: {password: %2$s}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: %1$s}
                spec:
                  address: %1$s@example.org
                  credentials: [{name: default, secretRef: {name: %1$s, key: password}}]
                """.formatted(name, password);
    }
}
