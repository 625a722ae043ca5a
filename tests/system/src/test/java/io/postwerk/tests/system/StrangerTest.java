package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody without a login may and may not do at port 2525. */
@ExtendWith(SharedInstance.class)
class StrangerTest {
    @ParameterizedTest
    @CsvSource({
        "alice@example.org, alice@example.org",
        "Alice@EXAMPLE.org, alice@example.org",
        "postmaster@example.org, alice@example.org",
        "PostMaster@example.org, alice@example.org",
        "info@example.org, alice@example.org",
        "info@example.org, bob@example.org",
        "hello@alias.example, bob@example.org",
        "'\"alice\"@example.org', alice@example.org",
    })
    void isDelivered(String recipient, String user, Instance instance) throws IOException {
        String subject = "stranger to " + recipient.replace('"', '|') + " for " + user;
        assertThat(Mailboxes.send("you@elsewhere.test", recipient, subject)).startsWith("250");
        Mailboxes.awaitSubject(user, subject);
        assertThat(Mailboxes.subjects(user)).containsOnlyOnce(subject);
    }

    @Test
    void thePostmasterNeedsNoDomain(Instance instance) throws IOException {
        // RFC 5321 4.5.1
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            smtp.ask("HELO client.test");
            smtp.ask("MAIL FROM:<you@elsewhere.test>");
            assertThat(smtp.ask("RCPT TO:<postmaster>")).startsWith("250");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "someone@elsewhere.test, 554 5.7.1",
        "'@example.org:user@elsewhere.test', 554 5.7.1",
        "'@example.org,@alias.example:user@elsewhere.test', 554 5.7.1",
        "nobody@example.org, 550 5.1.1",
        "user%elsewhere.test@example.org, 550 5.1.1",
        "'\"user@elsewhere.test\"@example.org', 550 5.1.1",
        "elsewhere.test!user@example.org, 550 5.1.1",
        "nobody@alias.example, 550 5.1.1",
        "user@sub.example.org, 554 5.7.1",
    })
    void isRefused(String recipient, String reply, Instance instance) throws IOException {
        // Enhanced codes are told to those who say EHLO (RFC 2034 3); everybody gets them here.
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            smtp.ask("MAIL FROM:<you@elsewhere.test>");
            assertThat(smtp.ask("RCPT TO:<" + recipient + ">")).startsWith(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@example.org", "someone@elsewhere.test"})
    void cannotLogInWithoutTls(String authorization, Instance instance) throws IOException {
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            assertThat(smtp.ask("EHLO client.test")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(smtp.ask("AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ="))
                    .startsWith("5");
            assertThat(smtp.ask("MAIL FROM:<" + authorization + ">")).startsWith("250");
            assertThat(smtp.ask("RCPT TO:<someone@elsewhere.test>")).startsWith("554 5.7.1");
        }
    }

    @Test
    void aBounceHasNoSender(Instance instance) throws IOException {
        assertThat(Mailboxes.send("", Mailboxes.ALICE, "null reverse-path")).startsWith("250");
        Mailboxes.awaitSubject(Mailboxes.ALICE, "null reverse-path");
        assertThat(Mailboxes.message(Mailboxes.ALICE, "null reverse-path")).contains("Return-Path: <>");
    }

    @Test
    void theTraceNamesTheClient(Instance instance) throws IOException {
        Mailboxes.send("you@elsewhere.test", Mailboxes.ALICE, "trace of a stranger");
        Mailboxes.awaitSubject(Mailboxes.ALICE, "trace of a stranger");
        String message = Mailboxes.message(Mailboxes.ALICE, "trace of a stranger");
        // RFC 5321 4.4
        assertThat(message)
                .contains("Return-Path: <you@elsewhere.test>")
                .containsPattern("Received: from client\\.test \\(.*\\[127\\.0\\.0\\.1]\\)")
                .containsPattern("by mx\\.example\\.org.* with SMTP ")
                .doesNotContain("Authenticated sender");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\nbare LF", "a\rb", "\n.\n", "\r.\r", "\r\n.\n", "\n.\r\n", "\r\n.\rMAIL FROM:<>\r\n"})
    void aBareLineEndIsRefusedAfterTheTrueEnd(String inTheMessage, Instance instance) throws IOException {
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            smtp.ask("MAIL FROM:<you@elsewhere.test>");
            smtp.ask("RCPT TO:<alice@example.org>");
            smtp.ask("DATA");
            smtp.sendRaw("Subject: smuggled\r\n\r\nfirst" + inTheMessage + "last\r\n.\r\n");
            assertThat(smtp.reply()).startsWith("550 5.6.0");
            // One message, one reply, and the session goes on.
            assertThat(smtp.ask("NOOP")).startsWith("250");
        }
        assertThat(Mailboxes.subjects(Mailboxes.ALICE)).doesNotContain("smuggled");
    }

    @Test
    void whatIsPipelinedBehindStartTlsIsDropped(Instance instance) throws IOException {
        try (Dialog smtp = Dialog.plain(2525)) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            // RFC 3207 4.2
            smtp.sendRaw("STARTTLS\r\nMAIL FROM:<injected@elsewhere.test>\r\n");
            assertThat(smtp.reply()).startsWith("220");
            smtp.startTls();
            assertThat(smtp.ask("RCPT TO:<alice@example.org>")).startsWith("503");
        }
    }
}
