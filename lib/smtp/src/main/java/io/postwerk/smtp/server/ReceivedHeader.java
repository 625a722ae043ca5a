package io.postwerk.smtp.server;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.smtp.AddressLiteral;
import io.postwerk.smtp.HelloName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Builds the Received header that a server puts before each message it takes (RFC 5321 4.4).
 *
 * @param hostname how the server calls itself
 * @param showUser name the authenticated user in a comment
 */
public record ReceivedHeader(String hostname, boolean showUser) {
    // RFC 5322 2.1.1: lines should have no more than 78 characters
    private static final int WIDTH = 78;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    /**
     * The header with its last CRLF.
     *
     * @param recipient named after "for"; leave it out where there are several, who shall not learn of each other
     */
    public byte[] build(MailId id, SessionFacts session, Optional<EmailAddress> recipient, Instant at) {
        List<String> clauses = new ArrayList<>();
        clauses.add("Received: from " + from(session));
        session.tls()
                .ifPresent(tls -> clauses.add("(using " + tls.protocol() + " with cipher " + tls.cipherSuite() + ")"));
        if (showUser) {
            session.user().ifPresent(user -> clauses.add(comment("Authenticated sender: " + user.address())));
        }
        clauses.add(
                "by " + hostname + " with " + session.withKeyword() + " id " + id + (recipient.isPresent() ? "" : ";"));
        recipient.ifPresent(address -> clauses.add("for <" + ascii(address.toString()) + ">;"));
        clauses.add(DATE.format(at.atOffset(ZoneOffset.UTC)));
        return fold(clauses).getBytes(StandardCharsets.US_ASCII);
    }

    // RFC 5321 4.4: Extended-Domain = Domain / (Domain FWS "(" TCP-info ")") and so on
    private static String from(SessionFacts session) {
        String name = session.hello().map(HelloName::text).orElse("unknown");
        return name
                + session.client()
                        .address()
                        .map(address -> " (" + AddressLiteral.of(address) + ")")
                        .orElse("");
    }

    // RFC 5322 3.2.2: parentheses and backslashes in a comment are quoted
    private static String comment(String text) {
        return "(" + ascii(text).replaceAll("[()\\\\]", "\\\\$0") + ")";
    }

    private static String ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return text.replaceAll("[^ -~]", "?");
            }
        }
        return text;
    }

    /** A line for each clause; a clause that is too long is broken at its spaces as well. */
    private static String fold(List<String> clauses) {
        StringBuilder header = new StringBuilder();
        for (String clause : clauses) {
            if (!header.isEmpty()) {
                header.append("\r\n\t");
            }
            int column = header.isEmpty() ? 0 : 8;
            String separator = "";
            for (String word : clause.split(" ")) {
                if (!separator.isEmpty() && column + 1 + word.length() > WIDTH) {
                    separator = "\r\n\t";
                    column = 7;
                }
                header.append(separator).append(word);
                column += separator.length() > 1 ? 1 + word.length() : separator.length() + word.length();
                separator = " ";
            }
        }
        return header.append("\r\n").toString();
    }
}
