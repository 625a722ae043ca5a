package io.postwerk.smtpserver.bounce;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.queue.FailureReports.Case;
import io.postwerk.smtpserver.queue.FailureReports.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The text of a delivery status notification: a multipart/report (RFC 6522) of words for people, a
 * message/delivery-status for programs (RFC 3464), and the header of the mail that it is about.
 *
 * @param id of the notification
 * @param hostname the reporting server
 * @param kind failed or delayed
 * @param to the sender who is told
 * @param arrived when the mail reported on was accepted
 * @param at when the notification is written
 * @param retryUntil when delayed recipients are given up
 */
record StatusReport(
        MailId id, String hostname, Kind kind, EmailAddress to, Instant arrived, Instant at, Instant retryUntil) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    /** RFC 5322 2.1.1: at most 998 characters in a line; the field's name and the codes come before. */
    private static final int MAX_TEXT = 800;

    /**
     * The whole message.
     *
     * @param header of the mail reported on: whole lines with CRLF, without the empty line
     */
    byte[] write(List<Case> cases, byte[] header) {
        boolean eightBit = isEightBit(header);
        // RFC 2046 5.1.1: at most 70 characters; the id is in no other mail
        String boundary = "report-" + id;
        StringBuilder text = new StringBuilder(2048);
        head(text, boundary);
        part(text, boundary, "text/plain; charset=us-ascii", "Notification");
        words(text, cases);
        part(text, boundary, "message/delivery-status", "Delivery report");
        fields(text, cases);
        // RFC 6522 4: the header alone, where the message itself is not returned
        part(text, boundary, "text/rfc822-headers", "Header of the mail");
        if (eightBit) {
            text.insert(text.length() - 2, "Content-Transfer-Encoding: 8bit\r\n");
        }
        byte[] before = ascii(text.toString());
        byte[] after = ascii("\r\n--" + boundary + "--\r\n");
        byte[] all = new byte[before.length + header.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(header, 0, all, before.length, header.length);
        System.arraycopy(after, 0, all, before.length + header.length, after.length);
        return all;
    }

    static boolean isEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private void head(StringBuilder text, String boundary) {
        String subject = switch (kind) {
            case FAILED -> "Undelivered mail: it could not be delivered";
            case DELAYED -> "Delayed mail: it could not be delivered yet";
        };
        line(text, "From: Mail Delivery System <postmaster@" + hostname + ">");
        line(text, "To: <" + to + ">");
        line(text, "Subject: " + subject);
        line(text, "Date: " + date(at));
        line(text, "Message-ID: <" + id + "@" + hostname + ">");
        // RFC 3834 5.2: so that no responder answers it
        line(text, "Auto-Submitted: auto-replied");
        line(text, "MIME-Version: 1.0");
        // RFC 6522 3
        line(text, "Content-Type: multipart/report; report-type=delivery-status;");
        line(text, "\tboundary=\"" + boundary + "\"");
        line(text, "");
        line(text, "This is a report in several parts (MIME).");
    }

    private static void part(StringBuilder text, String boundary, String type, String description) {
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: " + type);
        line(text, "Content-Description: " + description);
        line(text, "");
    }

    private void words(StringBuilder text, List<Case> cases) {
        line(text, "This is the mail system at " + hostname + ".");
        line(text, "");
        switch (kind) {
            case FAILED -> {
                line(text, "Your mail could not be delivered to one or more recipients, which are");
                line(text, "named below. It will not be tried again. The header of your mail is attached.");
            }
            case DELAYED -> {
                line(text, "Your mail could not be delivered yet to one or more recipients, which are");
                line(text, "named below. There is no need to send it again: it will be tried until");
                line(text, date(retryUntil) + ". The header of your mail is attached.");
            }
        }
        for (Case it : cases) {
            DeliveryFailure failure = it.failure();
            line(text, "");
            line(text, "<" + it.recipient().original() + ">:");
            if (kind == Kind.FAILED && !failure.permanent()) {
                line(text, "    given up after " + days() + "; the last attempt ended with:");
            }
            String said = remote(it) ? failure.host() + " said: " : "";
            line(text, "    " + said + reason(it));
        }
    }

    private String days() {
        long hours = Duration.between(arrived, at).toHours();
        return hours < 48 ? hours + " hours" : hours / 24 + " days";
    }

    private void fields(StringBuilder text, List<Case> cases) {
        // RFC 3464 2.2.2. No Original-Envelope-Id (2.2.1): the sender gave none
        line(text, "Reporting-MTA: dns; " + hostname);
        // RFC 3464 2.2.5
        line(text, "Arrival-Date: " + date(arrived));
        for (Case it : cases) {
            DeliveryFailure failure = it.failure();
            line(text, "");
            // RFC 3464 2.3.2, and 4.2: the address that the sender knows; not where it forwards to
            line(text, "Final-Recipient: rfc822; " + it.recipient().original());
            // RFC 3464 2.3.3
            line(text, "Action: " + (kind == Kind.FAILED ? "failed" : "delayed"));
            // RFC 3464 2.3.4; RFC 3463 3.5 (X.4.7): the problem met, rather than that time ran out
            line(text, "Status: " + status(failure));
            if (remote(it)) {
                // RFC 3464 2.3.5
                line(text, "Remote-MTA: dns; " + failure.host());
            }
            if (!failure.host().isEmpty()) {
                // RFC 3464 2.3.6
                line(text, "Diagnostic-Code: smtp; " + reason(it));
            }
            // RFC 3464 2.3.7
            line(text, "Last-Attempt-Date: " + date(at));
            if (kind == Kind.DELAYED) {
                // RFC 3464 2.3.9
                line(text, "Will-Retry-Until: " + date(retryUntil));
            }
        }
    }

    /** RFC 3464 2.3.4: the classes 2, 4 and 5 alone. */
    private static EnhancedCode status(DeliveryFailure failure) {
        return failure.enhanced().category() == 2 ? DeliveryFailure.unspecified(failure.code()) : failure.enhanced();
    }

    /** Whether a server of others was asked, whose name may be told. */
    private static boolean remote(Case it) {
        return it.recipient().destination().isElsewhere()
                && !it.failure().host().isEmpty()
                && it.recipient().addressIsPublic();
    }

    private static String reason(Case it) {
        DeliveryFailure failure = it.failure();
        String codes = failure.code() + " " + failure.enhanced();
        if (!it.recipient().addressIsPublic()) {
            // RFC 3464 4.2: the text may name the address that this one forwards to
            return codes;
        }
        String text = printable(failure.text());
        return codes + " " + (text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT));
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().forEach(c -> printable.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return printable.toString();
    }

    private static String date(Instant instant) {
        return DATE.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
