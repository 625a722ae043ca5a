package io.postwerk.smtpserver.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.server.SmtpServerConfig.HeaderFrom;
import io.postwerk.config.server.SmtpServerConfig.Senders;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.routing.RoutingRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a user's mail says it is from (RFC 6409 6.1). The user is alice@example.org, with the alias info@example.org. */
class AuthorsTest {
    private static final String DELIVERED = "250 2.0.0 Ok: delivered as …";
    private static final String NOT_YOURS = "550 5.7.1 From or Sender in the header is not yours";
    private static final String UNCLEAR = "550 5.6.0 Message refused: its header does not say clearly who wrote it";

    private final Receiving receiving = new Receiving();

    /** @param header lines, divided by bars */
    private static String mail(String reversePath, String header, String answer) {
        String lines = header.lines().map(line -> "C: " + line + "\n").collect(Collectors.joining());
        return """
                C: MAIL FROM:<%s>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                """.formatted(reversePath) + lines + """
                C:
                C: From: in the body <bob@example.org>
                C: .
                S:""" + " " + answer;
    }

    private void submit(String header, String answer) {
        receiving.alice(Protocol.SUBMISSION, mail("alice@example.org", header.replace("|", "\n"), answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: alice@example.org",
                "From: Alice <ALICE@Example.org>",
                "FROM : Info <info@example.org>",
                "From: alice@example.org, info@example.org|Sender: alice@example.org",
                "From: Us: alice@example.org, info@example.org;",
                "From:|\tAlice|\t<alice@example.org>",
                "Subject: no author at all",
                "X-From: bob@example.org|From: alice@example.org",
                // RFC 5322 3.6.6
                "Resent-From: alice@example.org|Resent-Date: x|From: bob@example.org|Sender: carol@elsewhere.test",
                "Resent-From: info@example.org|Received: x|Resent-From: bob@example.org|Resent-Sender: bob@example.org|From: a@elsewhere.test",
            })
    void aUserWritesAsThemselves(String header) {
        submit(header, DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: bob@example.org",
                "From: Alice <bob@example.org>",
                "From: alice@example.org <bob@example.org>",
                "From: alice@example.org, bob@example.org",
                "From: Us: alice@example.org, bob@example.org;",
                "From: \"alice@example.org\" <someone@elsewhere.test>",
                "from:bob@example.org",
                "From\t: bob@example.org",
                "From:|\tbob@example.org",
                "From: alice@example.org|Sender: bob@example.org",
                "Resent-From: bob@example.org|From: alice@example.org",
                "Resent-From: alice@example.org|Resent-Sender: bob@example.org|From: alice@example.org",
                "Resent-To: x@y.org|From: bob@example.org",
                "From: eve@example.org.elsewhere.test",
            })
    void aUserDoesNotWriteAsAnother(String header) {
        String answer = header.startsWith("From: alice@example.org <") ? UNCLEAR : NOT_YOURS;
        submit(header, answer);
        assertThat(receiving.mailboxes.brought()).isEmpty();
        assertThat(receiving.events).last().isInstanceOf(MailEvent.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: alice@example.org|From: bob@example.org",
                "From: bob@example.org|From: alice@example.org",
                "From: alice@example.org|Sender: alice@example.org|Sender: bob@example.org",
                "From: alice@example.org|Sender: alice@example.org, info@example.org",
                "From: <@elsewhere.test:alice@example.org>",
                "From: alice@example.org bob@example.org",
                "From:",
                "From: nobody:;",
                "From: alice",
                "From: alice@[192.0.2.1]",
                "From: alice@example.org (bob@example.org)",
                " From: bob@example.org|From: alice@example.org",
                "no field|From: alice@example.org",
                "Fr\u0001om: x|From: alice@example.org",
                "From alice@example.org Sun Mar 1|From: alice@example.org",
            })
    void whatIsNotReadExactlyIsRefused(String header) {
        submit(header, UNCLEAR);
        assertThat(receiving.mailboxes.brought()).isEmpty();
    }

    @Test
    void anAuthorFieldHasABound() {
        String many = "From: alice@example.org\n" + " (0123456789012345678901234567890123456789)\n".repeat(1_500);
        receiving.alice(Protocol.SUBMISSION, mail("alice@example.org", many, UNCLEAR));
    }

    @Test
    void aLongHeaderOfOtherFieldsIsNotHeld() {
        String many = "X-Long: 0123456789012345678901234567890123456789\n".repeat(5_000) + "From: bob@example.org";
        receiving.alice(Protocol.SUBMISSION, mail("alice@example.org", many, NOT_YOURS));
    }

    @Test
    void whoIsNotKnownNowIsAskedLater() {
        submit("From: eve@example.org", "451 4.3.0 Local error, try again later");
    }

    @Test
    void itHoldsOnEveryListener() {
        receiving.alice(Protocol.SMTP, mail("alice@example.org", "From: bob@example.org", NOT_YOURS));
    }

    @Test
    void strangersAreNotAsked() {
        receiving.stranger(mail("someone@client.example", "From: bob@example.org\nFrom: x\nno field", DELIVERED));
    }

    @Test
    void itCanBeSwitchedOff() {
        receiving.with(new Senders(HeaderFrom.OFF, false));
        submit("From: bob@example.org|From: x|no field", DELIVERED);
    }

    @Test
    void itCanBeRewritten() {
        receiving.with(new Senders(HeaderFrom.REWRITE, false));
        submit("Subject: x|From: \"Bob, B\"|  <bob@example.org>|Sender: carol@elsewhere.test|X: y", DELIVERED);
        assertThat(receiving.mailboxes.brought().getLast().text()).endsWith("""
                Subject: x
                From: "Bob, B"
                 <alice@example.org>
                Reply-To: "Bob, B"
                  <bob@example.org>
                X-Original-From: "Bob, B"
                  <bob@example.org>
                X-Original-Sender: carol@elsewhere.test
                X: y

                From: in the body <bob@example.org>
                """.replace("\n", "\r\n"));
        submit("From: someone <|Reply-To: bob@example.org", DELIVERED);
        assertThat(receiving.mailboxes.brought().getLast().text()).endsWith("""
                From: <alice@example.org>
                X-Original-From: someone <
                Reply-To: bob@example.org

                From: in the body <bob@example.org>
                """.replace("\n", "\r\n"));
        submit("From: info@example.org", DELIVERED);
        assertThat(receiving.mailboxes.brought().getLast().text()).contains("\r\nFrom: info@example.org\r\n");
        submit("From: bob@example.org|From: bob@example.org", UNCLEAR);
    }

    /** RFC 8098 2.1, RFC 3834 5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/report; boundary=x;|\treport-type=\"disposition-notification\"|From: alice@example.org",
                "Auto-Submitted: auto-replied (vacation)|From: alice@example.org",
            })
    void notificationsHaveTheNullSender(String header) {
        receiving.alice(Protocol.SUBMISSION, mail("", header.replace("|", "\n"), DELIVERED));
        assertThat(receiving.events)
                .filteredOn(MailEvent.NotificationSubmitted.class::isInstance)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            From: alice@example.org                                     ! 550 5.7.1 MAIL FROM:<> is for …
            Auto-Submitted: no|From: alice@example.org                  ! 550 5.7.1 MAIL FROM:<> is for …
            Content-Type: multipart/report; report-type=delivery-status ! 550 5.7.1 MAIL FROM:<> is for …
            Auto-Submitted: auto-replied|From: bob@example.org          ! 550 5.7.1 From or Sender …
            """)
    void nothingElseHasTheNullSender(String header, String answer) {
        receiving.alice(Protocol.SUBMISSION, mail("", header.replace("|", "\n"), answer));
        assertThat(receiving.mailboxes.brought()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HeaderFrom.class)
    void aNotificationHasOneRecipient(HeaderFrom mode) {
        receiving.with(new Senders(mode, false)).alice(Protocol.SUBMISSION, """
                C: MAIL FROM:<>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<alice@example.org>
                S: 550 5.7.1 MAIL FROM:<> is for notifications and automatic answers to one recipient
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "true, alice@example.org, 550 5.7.1 Log in to send from an address of this server",
        "true, nobody@example.org, 550 5.7.1 Log in to send from an address of this server",
        "true, x@alias.example, 550 5.7.1 Log in to send from an address of this server",
        "true, '', 250 2.1.0 Sender ok",
        "true, someone@elsewhere.test, 250 2.1.0 Sender ok",
        "false, alice@example.org, 250 2.1.0 Sender ok",
    })
    void strangersMayUseOurDomainsUnlessTheyMayNot(boolean rejected, String sender, String answer) {
        receiving.with(new Senders(HeaderFrom.ENFORCE, rejected)).stranger("""
                C: MAIL FROM:<%s>
                S: %s
                """.formatted(sender, answer));
    }

    @Test
    void ourOwnUsersMayUseOurDomains() {
        receiving.with(new Senders(HeaderFrom.ENFORCE, true));
        submit("From: alice@example.org", DELIVERED);
        var rules = new RoutingRules(Optional.empty(), List.of(IpNetwork.parse("10.0.0.0/8")), List.of());
        assertThat(rules.standing(Optional.of(IpNetwork.address("10.1.2.3")), false, Optional.empty())
                        .mayUseOwn())
                .isTrue();
        assertThat(rules.standing(Optional.of(IpNetwork.address("192.0.2.7")), false, Optional.empty())
                        .mayUseOwn())
                .isFalse();
    }
}
