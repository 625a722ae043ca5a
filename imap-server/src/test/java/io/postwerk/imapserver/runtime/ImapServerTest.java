package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.imapserver.runtime.StoreFactory.OpenStore;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.Connection;
import io.postwerk.net.TlsContext;
import io.postwerk.runtime.Condition;
import io.postwerk.runtime.ProgramLifecycle.Phase;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.testkit.WireTranscript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImapServerTest {
    @TempDir
    private Path folder;

    private RunningServer running;

    @BeforeEach
    void prepare() throws IOException {
        running = new RunningServer(folder);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private List<RecipientOutcome> deliver(String recipient, String message) throws IOException {
        TlsContext tls = running.certificates.mutualClient();
        ConnectOutcome outcome = MailClient.lmtp(
                running.net, running.address("lmtp"), Optional.of(tls), ClientSettings.of("smtp.example.org"));
        assertThat(outcome).isInstanceOf(ConnectOutcome.Connected.class);
        try (MailClient client = ((ConnectOutcome.Connected) outcome).client()) {
            return client.send(new OutgoingMail(
                    EmailAddress.tryParse("sender@elsewhere.test"),
                    List.of(new OutgoingMail.OutgoingRecipient(
                            EmailAddress.tryParse(recipient).orElseThrow(), Optional.of("mail.0"))),
                    MessageSource.of(message.getBytes(StandardCharsets.US_ASCII)),
                    BodyType.SEVEN_BIT));
        }
    }

    @Test
    void mailComesInByLmtpAndIsReadByImapAndPop3() throws Exception {
        running.startReady();
        assertThat(deliver("alice@example.org", "Subject: hello\r\n\r\nworld\r\n"))
                .singleElement()
                .isInstanceOfSatisfying(
                        RecipientOutcome.Answered.class,
                        answered -> assertThat(answered.reply().isPositive()).isTrue());

        WireTranscript.of("imap", """
                S~ \\* OK .*
                C: a LOGIN alice@example.org wonderland
                S~ a NO .*
                C: b STARTTLS
                S~ b OK .*
                C! STARTTLS
                C: c LOGIN alice@example.org wonderland
                S~ c OK .*
                C: d SELECT INBOX
                S...
                S~ d OK .*
                C: e FETCH 1 BODY[HEADER.FIELDS (SUBJECT)]
                S...
                S: Subject: hello
                S...
                S~ e OK .*
                C: f LOGOUT
                S~ \\* BYE .*
                S~ f OK .*
                S! CLOSED
                """).run(running.address("imap"));
        WireTranscript.of("pop3", """
                S: +OK localhost POP3 ready
                C: STLS
                S: +OK Begin TLS negotiation now
                C! STARTTLS
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S~ \\+OK Logged in, 1 message, .*
                C: RETR 1
                S~ \\+OK [0-9]+ octets
                S: Return-Path: <sender@elsewhere.test>
                S: Subject: hello
                S:
                S: world
                S: .
                C: QUIT
                S: +OK Bye
                S! CLOSED
                """).run(running.address("pop3"));
        WireTranscript.of("pop3s", """
                S: +OK localhost POP3 ready
                C: AUTH PLAIN AGJvYkBleGFtcGxlLm9yZwBidWlsZGVy
                S: +OK Logged in, 0 messages, 0 octets
                C: QUIT
                S: +OK Bye
                S! CLOSED
                """).runOverTls(running.address("pop3s"), Map.of());

        assertThat(running.metrics
                        .get("postwerk.deliveries")
                        .tag("result", "delivered")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(running.metrics
                        .get("postwerk.logins")
                        .tags("protocol", "pop3", "result", "success")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(running.metrics
                        .get("postwerk.connections.accepted")
                        .tag("listener", "lmtp")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void lmtpTakesNothingFromStrangers() throws Exception {
        running.startReady();
        ConnectOutcome outcome = MailClient.lmtp(
                running.net,
                running.address("lmtp"),
                Optional.of(running.client()),
                ClientSettings.of("stranger.example.org"));

        assertThat(outcome).isInstanceOf(ConnectOutcome.Failed.class);
    }

    @Test
    void theSessionsOfADisabledUserEndAndThoseOfOthersDoNot() throws Exception {
        running.startReady();
        SidecarStandIn sidecar = running.sidecar();
        Connection pop3 = running.session("pop3s", "+OK Logged in", "USER alice@example.org", "PASS wonderland");
        Connection imap = running.session("imaps", "a OK", "a LOGIN alice@example.org wonderland");
        Connection idle =
                running.session("imaps", "+ ", "a LOGIN alice@example.org wonderland", "b SELECT INBOX", "c IDLE");
        Connection bob = running.session("pop3s", "+OK Logged in", "USER bob@example.org", "PASS builder");
        sidecar.disable("alice@example.org");

        assertThat(RunningServer.untilTheEnd(pop3)).isEmpty();
        assertThat(RunningServer.untilTheEnd(imap)).singleElement().asString().startsWith("* BYE ");
        assertThat(RunningServer.untilTheEnd(idle)).last().asString().startsWith("* BYE ");
        bob.write("QUIT\r\n");
        bob.flush();
        assertThat(RunningServer.untilTheEnd(bob)).containsExactly("+OK Bye");
    }

    @Test
    void isReadyOnlyWhenTheSidecarHasBeenSeenAndStaysSo() throws Exception {
        ImapServer server = running.start();
        assertThat(server.lifecycle().phase()).isEqualTo(Phase.RUNNING);
        assertThat(server.readiness().report().get("auth-sidecar")).isInstanceOf(Condition.Down.class);
        WireTranscript.of("login without a sidecar", """
                S: +OK localhost POP3 ready
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S~ -ERR \\[SYS/TEMP\\] .*
                C: QUIT
                S: +OK Bye
                """).runOverTls(running.address("pop3s"), Map.of());

        SidecarStandIn sidecar = running.startSidecar();
        RunningServer.await("ready", server.readiness()::ready);
        sidecar.close();
        RunningServer.await(
                "sidecar lost",
                () -> running.metrics
                                .get("postwerk.sidecar.connected")
                                .tag("socket", "userdb")
                                .gauge()
                                .value()
                        == 0);
        assertThat(server.readiness().ready()).isTrue();
    }

    @Test
    void stoppingEndsSessionsAndCommitsNothingThatQuitHasNotAskedFor() throws Exception {
        ImapServer server = running.startReady();
        deliver("alice@example.org", "x\r\n");
        Connection pop3 =
                running.session("pop3s", "+OK Message 1", "USER alice@example.org", "PASS wonderland", "DELE 1");
        Connection imap = running.session("imaps", "a OK", "a LOGIN bob@example.org builder");
        server.lifecycle().stop();

        assertThat(RunningServer.untilTheEnd(pop3)).isEmpty();
        assertThat(RunningServer.untilTheEnd(imap)).singleElement().asString().startsWith("* BYE ");
        assertThat(server.lifecycle().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void reportsItsRevision() throws Exception {
        ImapServer server = running.start();

        assertThat(server.revision().json())
                .startsWith("{\"program\":\"imap-server\",\"formatVersion\":1,\"sequence\":1,\"loadedAt\":\"2");
        running.files.write(running.listeners, 2);
        RunningServer.await(
                "the next sequence", () -> server.revision().sequence().orElse(0) == 2);
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        running.startReady();
        ListenerConfig taken = running.listeners.get(2);
        running.listeners.removeIf(listener -> listener != taken);
        ImapServer second = running.create();

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(second.lifecycle()::start)
                .withMessageContaining("pop3")
                .withMessageContaining(Integer.toString(taken.port()));
        assertThat(second.lifecycle().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        running.create();
        Files.delete(running.files.certificate());

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> ImapServer.create(
                        running.files.config(), (d, c) -> OpenStore.of(running.store), running.metrics))
                .withMessageContaining("server.json: $.tls.certificates")
                .withMessageContaining("localhost.crt");
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> ImapServer.create(
                        folder.resolve("nowhere"), (d, c) -> OpenStore.of(running.store), running.metrics))
                .withMessageContaining("server.json");
    }

    @Test
    void lmtpWithoutMutualTlsIsRefused() throws IOException {
        running.listener("open", ListenerProtocol.LMTP, TlsConfig.Mode.NONE);

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(running::create)
                .withMessageContaining("$.listeners[5] (open).tls");
    }

    @Test
    void protocolsOfAnotherProgramAreRefused() throws IOException {
        running.listener("smtp", ListenerProtocol.SMTP, TlsConfig.Mode.START_TLS);

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(running::create)
                .withMessageContaining("$.listeners[5] (smtp).protocol");
    }

    @Test
    void aStoreThatTakesNoMoreChangesAsksForANewStart() throws Exception {
        AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
        running.startSidecar();
        running.create();
        ImapServer server = ImapServer.create(
                running.files.config(),
                (d, c) -> new OpenStore(running.store, failure::get, Optional::empty),
                running.metrics);
        assertThat(server.broken()).isEmpty();
        server.lifecycle().start();
        try {
            RunningServer.await("ready", server.readiness()::ready);
            failure.set(Optional.of("fsync failed"));

            assertThat(server.broken()).contains("fsync failed");
            assertThat(server.readiness().report()).containsEntry("store", Condition.down("fsync failed"));
        } finally {
            server.lifecycle().stop();
        }
    }

    @Test
    void aRemovedUserIsSentAwayAndTheMailboxGoesAndThatIsReported() throws Exception {
        ImapServer server = running.startReady();
        deliver("alice@example.org", "Subject: hello\r\n\r\nworld\r\n");
        assertThat(server.revision().pending()).isZero();
        Connection session = running.session("imaps", "b OK", "a LOGIN alice@example.org wonderland", "b SELECT INBOX");
        running.sidecar().remove("alice@example.org");
        running.remove(
                2,
                new MailboxRemovals.Removal(
                        "id-alice", EmailAddress.tryParse("alice@example.org").orElseThrow()));

        assertThat(RunningServer.untilTheEnd(session)).last().asString().startsWith("* BYE");
        RunningServer.await(
                "removed",
                () -> server.revision().sequence().orElse(0) == 2
                        && server.revision().pending() == 0);
        assertThat(running.store.usage(new MailboxId("id-alice"))).isEqualTo(MailboxUsage.NONE);
        assertThat(server.revision().json()).contains("\"sequence\":2").contains("\"pending\":0");
    }
}
