package io.postwerk.smtpserver.bounce;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MailId;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.queue.FailureReports.Case;
import io.postwerk.smtpserver.queue.FailureReports.Kind;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The whole text of notifications: a multipart/report (RFC 6522 3) that sends back the header (RFC 6522 4), with the fields
 * Reporting-MTA (RFC 3464 2.2.2), Arrival-Date (RFC 3464 2.2.5), Final-Recipient (RFC 3464 2.3.2), Action (RFC 3464 2.3.3),
 * Status (RFC 3464 2.3.4), Remote-MTA (RFC 3464 2.3.5), Diagnostic-Code (RFC 3464 2.3.6), Last-Attempt-Date
 * (RFC 3464 2.3.7) and Will-Retry-Until (RFC 3464 2.3.9).
 */
class StatusReportTest {
    private static final String HEADER = "Received: from client.example\r\n\tby mx.example.org\r\nSubject: hello\r\n";
    private static final Instant ARRIVED = Instant.parse("2026-03-01T12:00:00Z");

    private static Case failed(String address, String original, Destination destination, DeliveryFailure failure) {
        return new Case(
                new QueuedRecipient(
                        0, address(address), address(original), destination, 1, ARRIVED, false, Optional.of(failure)),
                failure);
    }

    private static String write(Kind kind, String at, byte[] header, Case... cases) {
        StatusReport report = new StatusReport(
                new MailId("0123456789abcdefghijklmn"),
                "mx.example.org",
                kind,
                address("sender@client.example"),
                ARRIVED,
                Instant.parse(at),
                ARRIVED.plusSeconds(432_000));
        return new String(report.write(List.of(cases), header), StandardCharsets.ISO_8859_1);
    }

    private static String write(Kind kind, String at, Case... cases) {
        return write(kind, at, HEADER.getBytes(StandardCharsets.US_ASCII), cases);
    }

    @Test
    void tellsOfFailures() {
        String text = write(
                Kind.FAILED,
                "2026-03-01T12:00:05Z",
                failed(
                        "gone@example.org",
                        "gone@example.org",
                        Destination.MAILBOX,
                        new DeliveryFailure(
                                "imap-server", 550, new EnhancedCode(5, 1, 1), "No such mailbox: gone@example.org")),
                failed(
                        "Someone@elsewhere.test",
                        "Someone@elsewhere.test",
                        Destination.REMOTE,
                        new DeliveryFailure("relay.example.net", 554, new EnhancedCode(5, 7, 1), "Not from you")));
        assertThat(text).isEqualTo("""
                From: Mail Delivery System <postmaster@mx.example.org>
                To: <sender@client.example>
                Subject: Undelivered mail: it could not be delivered
                Date: Sun, 1 Mar 2026 12:00:05 +0000
                Message-ID: <0123456789abcdefghijklmn@mx.example.org>
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status;
                	boundary="report-0123456789abcdefghijklmn"

                This is a report in several parts (MIME).

                --report-0123456789abcdefghijklmn
                Content-Type: text/plain; charset=us-ascii
                Content-Description: Notification

                This is the mail system at mx.example.org.

                Your mail could not be delivered to one or more recipients, which are
                named below. It will not be tried again. The header of your mail is attached.

                <gone@example.org>:
                    550 5.1.1 No such mailbox: gone@example.org

                <Someone@elsewhere.test>:
                    relay.example.net said: 554 5.7.1 Not from you

                --report-0123456789abcdefghijklmn
                Content-Type: message/delivery-status
                Content-Description: Delivery report

                Reporting-MTA: dns; mx.example.org
                Arrival-Date: Sun, 1 Mar 2026 12:00:00 +0000

                Final-Recipient: rfc822; gone@example.org
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 No such mailbox: gone@example.org
                Last-Attempt-Date: Sun, 1 Mar 2026 12:00:05 +0000

                Final-Recipient: rfc822; Someone@elsewhere.test
                Action: failed
                Status: 5.7.1
                Remote-MTA: dns; relay.example.net
                Diagnostic-Code: smtp; 554 5.7.1 Not from you
                Last-Attempt-Date: Sun, 1 Mar 2026 12:00:05 +0000

                --report-0123456789abcdefghijklmn
                Content-Type: text/rfc822-headers
                Content-Description: Header of the mail

                Received: from client.example
                	by mx.example.org
                Subject: hello

                --report-0123456789abcdefghijklmn--
                """.replace("\n", "\r\n"));
    }

    @Test
    void tellsOfDelays() {
        String text = write(
                Kind.DELAYED,
                "2026-03-01T16:00:00Z",
                failed(
                        "a@elsewhere.test",
                        "a@elsewhere.test",
                        Destination.REMOTE,
                        new DeliveryFailure("", 450, new EnhancedCode(4, 4, 1), "No answer from relay.example.net")));
        assertThat(text)
                .contains("Subject: Delayed mail: it could not be delivered yet\r\n")
                .contains("it will be tried until\r\nFri, 6 Mar 2026 12:00:00 +0000.")
                .contains("""
                        Final-Recipient: rfc822; a@elsewhere.test
                        Action: delayed
                        Status: 4.4.1
                        Last-Attempt-Date: Sun, 1 Mar 2026 16:00:00 +0000
                        Will-Retry-Until: Fri, 6 Mar 2026 12:00:00 +0000

                        """.replace("\n", "\r\n"));
    }

    @Test
    void saysForHowLongItWasTried() {
        Case expired = failed(
                "a@elsewhere.test",
                "a@elsewhere.test",
                Destination.REMOTE,
                new DeliveryFailure("relay.example.net", 451, new EnhancedCode(4, 7, 1), "Later"));
        assertThat(write(Kind.FAILED, "2026-03-06T12:30:00Z", expired))
                .contains("    given up after 5 days; the last attempt ended with:\r\n"
                        + "    relay.example.net said: 451 4.7.1 Later\r\n")
                .contains("Action: failed\r\nStatus: 4.7.1\r\n");
        assertThat(write(Kind.FAILED, "2026-03-01T18:30:00Z", expired)).contains("given up after 6 hours;");
    }

    @Test
    void doesNotTellWhereAnAddressForwardsTo() {
        // RFC 3464 4.2
        String text = write(
                Kind.FAILED,
                "2026-03-01T12:00:05Z",
                failed(
                        "secret@elsewhere.test",
                        "info@example.org",
                        Destination.REMOTE,
                        new DeliveryFailure(
                                "mx.elsewhere.test",
                                550,
                                new EnhancedCode(5, 1, 1),
                                "<secret@elsewhere.test> is unknown")));
        assertThat(text)
                .doesNotContain("secret")
                .doesNotContain("elsewhere")
                .contains("Final-Recipient: rfc822; info@example.org\r\n")
                .contains("Diagnostic-Code: smtp; 550 5.1.1\r\n");
    }

    @Test
    void letsNothingOfAForeignReplyOutOfItsLine() {
        String text = write(
                Kind.FAILED,
                "2026-03-01T12:00:05Z",
                failed(
                        "a@elsewhere.test",
                        "a@elsewhere.test",
                        Destination.REMOTE,
                        new DeliveryFailure(
                                "relay.example.net",
                                550,
                                new EnhancedCode(2, 0, 0),
                                "x\r\n\r\n--report\r\ny\u00fc" + "z".repeat(5000))));
        assertThat(text)
                .contains("Diagnostic-Code: smtp; 550 2.0.0 x????--report??y?zzz")
                .contains("Status: 5.0.0\r\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998));
    }

    @Test
    void marksAHeaderWithEightBitOctets() {
        byte[] header = "Subject: Gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.UTF_8);
        Case any = failed(
                "a@x.test",
                "a@x.test",
                Destination.REMOTE,
                new DeliveryFailure("h.test", 550, new EnhancedCode(5, 0, 0), "no"));
        String text = write(Kind.FAILED, "2026-03-01T12:00:05Z", header, any);
        assertThat(text)
                .contains("Content-Type: text/rfc822-headers\r\n"
                        + "Content-Description: Header of the mail\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\nSubject: Gr");
        assertThat(StatusReport.isEightBit(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isTrue();
    }
}
