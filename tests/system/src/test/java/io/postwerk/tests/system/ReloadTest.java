package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Manifests edited while everything runs. */
@ExtendWith(OwnPorts.class)
class ReloadTest {
    private static final String CAROL = """
            apiVersion: v1
            kind: Secret
            metadata:
              name: carol
            stringData:
              password: lookingglass
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata:
              name: carol
            spec:
              address: carol@example.org
              credentials:
                - name: main
                  secretRef:
                    name: carol
                    key: password
            """;

    @TempDir
    private static Path folder;

    private static Instance instance;

    @BeforeAll
    static void start() throws IOException {
        instance = Instance.quickstart(folder);
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    @AfterEach
    void restore() throws IOException {
        instance.restore();
        await("every program has its own name again")
                .atMost(Instance.TIMEOUT)
                .ignoreExceptions()
                .until(() -> {
                    try (Dialog smtp = Dialog.plain(2525)) {
                        return smtp.reply().startsWith("220 mx.example.org");
                    }
                });
    }

    @Test
    void aNewUserReceivesAndLogsInAndNobodyElseNotices() throws Exception {
        long server = instance.child("imap-server").pid();
        try (Dialog open = Mailboxes.inbox(Mailboxes.ALICE)) {
            assertThat(rcpt("carol@example.org")).startsWith("550 5.1.1");
            instance.edit("carol.yaml", CAROL);
            await("carol receives")
                    .atMost(Instance.TIMEOUT)
                    .until(() -> rcpt("carol@example.org").startsWith("250"));
            await("carol logs in").atMost(Instance.TIMEOUT).until(() -> login("carol@example.org", "lookingglass"));
            assertThat(open.tagged("NOOP")).contains(" OK ");
        }
        assertThat(instance.child("imap-server").pid()).isEqualTo(server);
    }

    @Test
    void aChangedPasswordHoldsAndTheOldOneDoesNot() throws Exception {
        instance.edit("bob.yaml", instance.read("bob.yaml").replace("builder", "architect"));
        await("the new password").atMost(Instance.TIMEOUT).until(() -> login(Mailboxes.BOB, "architect"));
        assertThat(login(Mailboxes.BOB, "builder")).isFalse();
    }

    @Test
    void aDeletedUserIsUnknownAndFindsTheMailAgainWhenBack() throws Exception {
        assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.BOB, "before the deletion"))
                .startsWith("250");
        Mailboxes.awaitSubject(Mailboxes.BOB, "before the deletion");
        String manifest = instance.read("bob.yaml");
        // One user of two is no mass removal; the alias info still has alice.
        Files.delete(instance.manifests().resolve("bob.yaml"));
        await("bob is unknown")
                .atMost(Instance.TIMEOUT)
                .until(() -> rcpt(Mailboxes.BOB).startsWith("550 5.1.1"));
        instance.edit("bob.yaml", manifest);
        await("bob is back")
                .atMost(Instance.TIMEOUT)
                .until(() -> rcpt(Mailboxes.BOB).startsWith("250"));
        assertThat(Mailboxes.subjects(Mailboxes.BOB)).contains("before the deletion");
    }

    @Test
    void aDisabledUsersOpenSessionEnds() throws Exception {
        try (Dialog open = Mailboxes.inbox(Mailboxes.BOB)) {
            instance.edit("bob.yaml", instance.read("bob.yaml").replace("spec:\n", "spec:\n  disabled: true\n"));
            assertThat(open.until("* BYE")).contains("* BYE");
            assertThat(login(Mailboxes.BOB, "builder")).isFalse();
        }
        assertThat(login(Mailboxes.ALICE, "wonderland")).isTrue();
    }

    @Test
    void aFileThatDoesNotParseChangesNothingAndIsReported() throws Exception {
        int printed = instance.lines().size();
        instance.edit("bob.yaml", "kind: MailUser\n  metadata: [\n");
        instance.awaitText("bob.yaml", printed);
        assertThat(rcpt(Mailboxes.BOB)).startsWith("250");
        assertThat(login(Mailboxes.BOB, "builder")).isTrue();
    }

    /** Written in place, as an editor without a temporary file does it: half of the file is there until the rest follows. */
    @Test
    void filesCutAnywhereRefuseNobody() throws Exception {
        Random random = new Random(1);
        for (String file :
                List.of("bob.yaml", "alice.yaml", "example.org.yaml", "alias.example.yaml", "mailserver.yaml")) {
            String whole = instance.read(file);
            for (int i = 0; i < 6; i++) {
                int cut = i == 0 ? 0 : random.nextInt(whole.length());
                Files.writeString(instance.manifests().resolve(file), whole.substring(0, cut));
                // Longer than it takes to notice and to apply a change.
                await(file + " cut after " + cut)
                        .during(Duration.ofMillis(800))
                        .atMost(Instance.TIMEOUT)
                        .until(() -> {
                            for (String address : List.of(Mailboxes.BOB, "info@example.org", "hello@alias.example")) {
                                assertThat(rcpt(address)).as(address).matches("(?s)(250|451).*");
                            }
                            return true;
                        });
                Files.writeString(instance.manifests().resolve(file), whole);
            }
        }
        assertThat(login(Mailboxes.BOB, "builder")).isTrue();
        // What was cut has been noticed: it is no accident that nothing happened.
        assertThat(instance.lines()).anyMatch(line -> line.contains("; kept as it was until "));
    }

    @Test
    void anotherServerRefHasNoEffectAndIsReported() throws Exception {
        int printed = instance.lines().size();
        instance.edit("example.org.yaml", instance.read("example.org.yaml").replace("name: main", "name: other"));
        instance.awaitText("spec.serverRef: the MailServer cannot be changed", printed);
        assertThat(rcpt(Mailboxes.BOB)).startsWith("250");
    }

    @Test
    void anInvalidResourceIsAnsweredWith451AndTheOthersGoOn() throws Exception {
        int printed = instance.lines().size();
        instance.edit("bob.yaml", instance.read("bob.yaml").replace("spec:\n", "spec:\n  quota:\n    storage: lots\n"));
        await("bob is in doubt")
                .atMost(Instance.TIMEOUT)
                .until(() -> rcpt(Mailboxes.BOB).startsWith("451"));
        instance.awaitText("bob.yaml", printed);
        assertThat(rcpt(Mailboxes.ALICE)).startsWith("250");
        instance.edit("carol.yaml", CAROL);
        await("carol receives")
                .atMost(Instance.TIMEOUT)
                .until(() -> rcpt("carol@example.org").startsWith("250"));
    }

    @Test
    void aliasesAndDomainsChange() throws Exception {
        assertThat(rcpt("sales@example.org")).startsWith("550 5.1.1");
        String manifest = instance.read("example.org.yaml");
        instance.edit("example.org.yaml", manifest.replace("  aliases:\n", """
                  aliases:
                  - address: sales@example.org
                    to:
                    - bob@example.org
                """));
        await("the alias holds")
                .atMost(Instance.TIMEOUT)
                .until(() -> rcpt("sales@example.org").startsWith("250"));
        assertThat(rcpt("hello@second.example")).startsWith("554 5.7.1");
        instance.edit("second.yaml", instance.read("alias.example.yaml").replace("alias.example", "second.example"));
        await("the domain is ours")
                .atMost(Instance.TIMEOUT)
                .until(() -> rcpt("hello@second.example").startsWith("250"));
    }

    @Test
    void aWayOutIsThereAtOnceAndRestartsNothing() throws Exception {
        long server = instance.child("smtp-server").pid();
        String manifest = instance.read("mailserver.yaml");
        assertThat(submit("someone@partner.example")).startsWith("550 5.4.4");
        instance.edit("mailserver.yaml", manifest.stripTrailing() + """

                  outbound:
                    routes:
                    - name: partner
                      domains: [partner.example]
                      nextHop: {host: gateway.partner.example}
                """);
        await("the route")
                .atMost(Instance.TIMEOUT)
                .until(() -> submit("someone@partner.example").startsWith("250"));
        assertThat(submit("someone@elsewhere.test")).startsWith("550 5.4.4");
        instance.edit("out.yaml", """
                apiVersion: postwerk.io/v1alpha1
                kind: Relay
                metadata:
                  name: out
                spec:
                  serverRef:
                    name: main
                  nextHop:
                    host: smarthost.example.net
                  outbound:
                    senders: [example.org]
                """);
        await("the way of the senders' domain")
                .atMost(Instance.TIMEOUT)
                .until(() -> submit("someone@elsewhere.test").startsWith("250"));
        assertThat(instance.child("smtp-server").pid()).isEqualTo(server);
    }

    /** The reply to a recipient of alice's. */
    private static String submit(String recipient) throws IOException {
        String login =
                Base64.getEncoder().encodeToString("\0alice@example.org\0wonderland".getBytes(StandardCharsets.UTF_8));
        try (Dialog smtp = Dialog.tls(2465)) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            assertThat(smtp.ask("AUTH PLAIN " + login)).startsWith("235");
            smtp.ask("MAIL FROM:<alice@example.org>");
            return smtp.ask("RCPT TO:<" + recipient + ">");
        }
    }

    @Test
    void aStaticFieldRestartsTheProgramConcerned() throws Exception {
        long sidecar = instance.child("auth-sidecar").pid();
        instance.edit(
                "mailserver.yaml", instance.read("mailserver.yaml").replace("mx.example.org", "mail.example.org"));
        await("the new name").atMost(Instance.TIMEOUT).ignoreExceptions().until(() -> {
            try (Dialog smtp = Dialog.plain(2525)) {
                return smtp.reply().startsWith("220 mail.example.org");
            }
        });
        assertThat(instance.child("auth-sidecar").pid()).isEqualTo(sidecar);
    }

    private static String rcpt(String recipient) throws IOException {
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            smtp.ask("MAIL FROM:<you@elsewhere.test>");
            return smtp.ask("RCPT TO:<" + recipient + ">");
        }
    }

    private static boolean login(String user, String password) throws IOException {
        try (Dialog imap = Dialog.tls(2993)) {
            imap.line();
            return imap.tagged("LOGIN " + user + " " + password).contains("t1 OK");
        }
    }
}
