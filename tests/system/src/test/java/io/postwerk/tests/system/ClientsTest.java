package io.postwerk.tests.system;

import static io.postwerk.tests.system.Mailboxes.ALICE;
import static io.postwerk.tests.system.Mailboxes.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail clients of other projects. */
@ExtendWith(SharedInstance.class)
class ClientsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-256"})
    void smtptestLogsInAndSends(String mechanism, Instance instance) throws Exception {
        String subject = "smtptest with " + mechanism;
        Tool.Outcome outcome = Tool.run(
                mail(ALICE, BOB, subject),
                "smtptest",
                "-t",
                "",
                "-p",
                "2525",
                "-a",
                ALICE,
                "-u",
                ALICE,
                "-w",
                "wonderland",
                "-m",
                mechanism,
                "127.0.0.1");
        assertThat(outcome.output()).contains("Authenticated.").contains("TLS connection established");
        Mailboxes.awaitSubject(BOB, subject);
        assertThat(Mailboxes.message(BOB, subject))
                .contains("with ESMTPSA")
                .containsPattern("(?s)Received: from .*TLSv1\\.[23].*Authenticated sender: alice@example\\.org");
    }

    @Test
    void smtptestCannotSendAsSomebodyElse(Instance instance) throws Exception {
        Tool.Outcome outcome = Tool.run(
                mail(BOB, BOB, "not mine"),
                "smtptest",
                "-t",
                "",
                "-p",
                "2525",
                "-a",
                ALICE,
                "-u",
                ALICE,
                "-w",
                "wonderland",
                "127.0.0.1");
        assertThat(outcome.output()).contains("Authenticated.").contains("553 5.7.1");
    }

    @Test
    void smtptestWithAWrongPasswordIsRefused(Instance instance) throws Exception {
        Tool.Outcome outcome = Tool.run(
                "QUIT\r\n",
                "smtptest",
                "-t",
                "",
                "-p",
                "2525",
                "-a",
                ALICE,
                "-u",
                ALICE,
                "-w",
                "wrong",
                "-m",
                "PLAIN",
                "127.0.0.1");
        assertThat(outcome.output()).contains("535 5.7.8").contains("Authentication failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-256"})
    void imtestLogsIn(String mechanism, Instance instance) throws Exception {
        Tool.Outcome outcome = Tool.run(
                "a SELECT INBOX\r\nb LOGOUT\r\n",
                "imtest",
                "-t",
                "",
                "-p",
                "2143",
                "-a",
                ALICE,
                "-u",
                ALICE,
                "-w",
                "wonderland",
                "-m",
                mechanism,
                "127.0.0.1");
        assertThat(outcome.output())
                .contains("LOGINDISABLED")
                .contains("Authenticated.")
                .contains("a OK [READ-WRITE]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
    void pop3testLogsIn(String mechanism, Instance instance) throws Exception {
        Tool.Outcome outcome = Tool.run(
                "STAT\r\nQUIT\r\n",
                "pop3test",
                "-t",
                "",
                "-p",
                "2110",
                "-a",
                ALICE,
                "-u",
                ALICE,
                "-w",
                "wonderland",
                "-m",
                mechanism,
                "127.0.0.1");
        assertThat(outcome.output()).contains("Authenticated.").containsPattern("\\+OK \\d+ \\d+");
    }

    @Test
    void curlSendsAndReads(Instance instance) throws Exception {
        Path message = Files.writeString(folder.resolve("message"), "Subject: by curl\r\n\r\nHello.\r\n");
        assertThat(Tool.run(
                                "",
                                "curl",
                                "-sSk",
                                "--url",
                                "smtps://127.0.0.1:2465",
                                "--user",
                                ALICE + ":wonderland",
                                "--mail-from",
                                ALICE,
                                "--mail-rcpt",
                                BOB,
                                "--upload-file",
                                message.toString())
                        .status())
                .isZero();
        Mailboxes.awaitSubject(BOB, "by curl");
        assertThat(Tool.run(
                                "",
                                "curl",
                                "-sSk",
                                "--user",
                                BOB + ":builder",
                                "imaps://127.0.0.1:2993/INBOX?SUBJECT%20%22by%20curl%22")
                        .output())
                .containsPattern("\\* SEARCH \\d+");
        Tool.Outcome list = Tool.run("", "curl", "-sSk", "--user", BOB + ":builder", "pop3s://127.0.0.1:2995/");
        assertThat(list.status()).isZero();
        int last = list.output().strip().split("\n").length;
        assertThat(Tool.run("", "curl", "-sSk", "--user", BOB + ":builder", "pop3s://127.0.0.1:2995/" + last)
                        .output())
                .contains("Subject: ");
    }

    @Test
    void swaksSends(Instance instance) throws Exception {
        for (List<String> way :
                List.of(List.of("--port", "2587", "--tls"), List.of("--port", "2465", "--tls-on-connect"))) {
            String subject = "by swaks " + way.get(1);
            List<String> arguments = new java.util.ArrayList<>(List.of(
                    "--server",
                    "127.0.0.1",
                    "--auth-user",
                    ALICE,
                    "--auth-password",
                    "wonderland",
                    "--from",
                    ALICE,
                    "--to",
                    BOB,
                    "--header",
                    "Subject: " + subject));
            arguments.addAll(way);
            Tool.Outcome outcome = Tool.run("", "swaks", arguments.toArray(String[]::new));
            assertThat(outcome.status()).as(outcome.output()).isZero();
            Mailboxes.awaitSubject(BOB, subject);
        }
        // 2587 is for those who log in.
        Tool.Outcome outcome =
                Tool.run("", "swaks", "--server", "127.0.0.1", "--port", "2587", "--tls", "--from", ALICE, "--to", BOB);
        assertThat(outcome.output()).contains("530 5.7.0");
    }

    @Test
    void mbsyncMirrorsBothWays(Instance instance) throws Exception {
        Mailboxes.send("you@elsewhere.test", ALICE, "to be mirrored");
        Mailboxes.awaitSubject(ALICE, "to be mirrored");
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Path configuration = Files.writeString(
                folder.resolve("mbsyncrc"), """
                IMAPAccount postwerk
                Host localhost
                Port 2993
                User alice@example.org
                Pass wonderland
                SSLType IMAPS
                CertificateFile %s

                IMAPStore remote
                Account postwerk

                MaildirStore local
                Inbox %s/INBOX

                Channel inbox
                Far :remote:
                Near :local:
                Create Near
                Expunge Both
                SyncState *
                """.formatted(instance.data().resolve("tls/ca.crt"), mail));
        Tool.Outcome first = Tool.run("", "mbsync", "-c", configuration.toString(), "-a");
        assertThat(first.status()).as(first.output()).isZero();
        assertThat(texts(mail)).anyMatch(text -> text.contains("Subject: to be mirrored"));

        Files.writeString(
                mail.resolve("INBOX/new/1.local.test"), "From: me@here.test\nSubject: from the near side\n\nHello.\n");
        Tool.Outcome second = Tool.run("", "mbsync", "-c", configuration.toString(), "-a");
        assertThat(second.status()).as(second.output()).isZero();
        assertThat(Mailboxes.subjects(ALICE)).containsOnlyOnce("from the near side");
    }

    @Test
    void pythonsImaplibListsSelectsFetchesFlagsAndSearches(Instance instance) throws Exception {
        Mailboxes.send("you@elsewhere.test", ALICE, "for imaplib");
        Mailboxes.awaitSubject(ALICE, "for imaplib");
        Path script = folder.resolve("client.py");
        try (var resource = ClientsTest.class.getResourceAsStream("client.py")) {
            Files.copy(resource, script);
        }
        Tool.Outcome outcome = Tool.run(
                "",
                "python3",
                script.toString(),
                instance.data().resolve("tls/ca.crt").toString());
        assertThat(outcome.output()).endsWith("all right\n");
    }

    private static List<String> texts(Path maildir) throws Exception {
        try (Stream<Path> files = Files.walk(maildir)) {
            return files.filter(file ->
                            Files.isRegularFile(file) && file.getParent().endsWith("new")
                                    || file.getParent().endsWith("cur"))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    /** What is typed after the login. */
    private static String mail(String from, String to, String subject) {
        return "MAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\nDATA\r\nFrom: " + from + "\r\nTo: " + to
                + "\r\nSubject: " + subject + "\r\n\r\nHello.\r\n.\r\nQUIT\r\n";
    }
}
