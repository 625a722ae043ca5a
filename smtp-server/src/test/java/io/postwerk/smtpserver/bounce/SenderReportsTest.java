package io.postwerk.smtpserver.bounce;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.queue.FailureReports.Case;
import io.postwerk.smtpserver.queue.FailureReports.Kind;
import io.postwerk.smtpserver.queue.FailureReports.Report;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.routing.FakeUsers;
import io.postwerk.smtpserver.routing.RecipientResolver;
import io.postwerk.smtpserver.routing.RoutingRules;
import io.postwerk.smtpserver.routing.TableBuilder;
import io.postwerk.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderReportsTest {
    private static final DeliveryFailure FAILURE =
            new DeliveryFailure("imap-server", 550, new EnhancedCode(5, 1, 1), "no");

    private final FakeUsers users =
            new FakeUsers().with("alice@example.org", "bob@example.org").unavailable("eve@example.org");
    private Optional<TableBuilder> routing = Optional.of(new TableBuilder()
            .mailbox("example.org")
            .alias("info@example.org", "alice@example.org", "bob@example.org")
            .alias("loop@example.org", "loop@example.org"));

    private Report report(boolean outboundRoute, Optional<String> sender) {
        RoutingRules rules = new RoutingRules(
                Optional.of(TableBuilder.domain("mx.example.org")), List.of(), List.of(RecipientRestriction.values()));
        SenderReports reports = new SenderReports(
                "mx.example.org",
                new RecipientResolver(rules, users),
                () -> routing.map(table -> table.outboundIf(outboundRoute).build()),
                Duration.ofDays(5),
                FakeClock.at(NOW),
                MailId::create);
        QueuedRecipient gone = QueuedRecipient.create(
                0, address("gone@example.org"), address("gone@example.org"), Destination.MAILBOX, NOW);
        String text = "Subject: hello\r\n\r\nsecret text\r\n";
        QueuedMail mail = new QueuedMail(
                MailId.create(0), NOW, sender.map(it -> address(it)), false, text.length(), List.of(gone));
        return reports.report(Kind.FAILED, mail, List.of(new Case(gone, FAILURE)), body(text));
    }

    @Test
    void goesToTheReversePathFromTheNullReversePath() throws Exception {
        Report.Ready ready = (Report.Ready) report(false, Optional.of("Alice@example.org"));
        assertThat(ready.mail().reversePath()).isEmpty();
        assertThat(ready.mail().recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.destination()).isEqualTo(Destination.MAILBOX);
            assertThat(recipient.address()).hasToString("alice@example.org");
        });
        try (MessageSource text = ready.body()) {
            assertThat(text.size()).isEqualTo(ready.mail().octets());
            assertThat(new String(text.readAll(), StandardCharsets.US_ASCII))
                    .contains("To: <Alice@example.org>\r\n")
                    .contains("Message-ID: <" + ready.mail().id() + "@mx.example.org>")
                    .contains("\r\n\r\nSubject: hello\r\n\r\n--")
                    .doesNotContain("secret text");
        }
    }

    @Test
    void followsAliasesOfTheSender() {
        Report.Ready ready = (Report.Ready) report(false, Optional.of("info@example.org"));
        assertThat(ready.mail().recipients())
                .extracting(it -> it.address().toString())
                .containsExactly("alice@example.org", "bob@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  sender@client.test, Ready",
        "false, sender@client.test, Nobody",
        "true,  nobody@example.org, Nobody",
        "true,  eve@example.org,    Later",
        "true,  loop@example.org,   Later",
    })
    void doesWhatTheReversePathAllows(boolean outboundRoute, String sender, String expected) {
        assertThat(report(outboundRoute, Optional.of(sender)).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void reportsNothingToTheNullReversePath() {
        assertThat(report(true, Optional.empty())).isInstanceOf(Report.Nobody.class);
    }

    @Test
    void waitsForAConfiguration() {
        routing = Optional.empty();
        assertThat(report(true, Optional.of("alice@example.org"))).isInstanceOf(Report.Later.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A: 1|B: 2||body|; 100; A: 1|B: 2|",
                "A: 1|B: 2|; 100; A: 1|B: 2|",
                "A: 1|B: 2||body|; 8; A: 1|",
                "A: 1|B: 2||body|; 3; ''",
                "|body; 100; ''",
                "no end; 100; ''",
                "''; 100; ''",
            })
    void copiesWholeLinesOfTheHeader(String message, int limit, String expected) throws Exception {
        byte[] header = SenderReports.header(body(message.replace("|", "\r\n")), limit);
        assertThat(new String(header, StandardCharsets.US_ASCII).replace("\r\n", "|"))
                .isEqualTo(expected);
    }
}
