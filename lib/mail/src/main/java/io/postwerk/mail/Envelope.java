package io.postwerk.mail;

import java.util.List;
import java.util.Optional;

/**
 * The envelope of RFC 3501 section 7.4.2, made of header fields. Strings are octets as {@link MessageSummary} says. Of a
 * field that occurs several times the first counts, except that lists of addresses are joined. As that section asks,
 * {@code sender} and {@code replyTo} are those of {@code from} where there are none.
 *
 * @param date the Date field, as it stands
 * @param subject the Subject field, as it stands; empty text if the field is empty
 */
public record Envelope(
        Optional<String> date,
        Optional<String> subject,
        List<Address> from,
        List<Address> sender,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        List<Address> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId) {
    public static final Envelope EMPTY = new Envelope(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public Envelope {
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /**
     * An address structure. A group (RFC 5322 section 3.4) is a run of them, as in IMAP: its start has the group's name
     * as {@code mailbox} and no host, its end has neither.
     *
     * @param name the display name, unquoted
     * @param route the obsolete source route
     * @param mailbox the local part, unquoted; of a group's start its name
     * @param host the domain
     */
    public record Address(
            Optional<String> name, Optional<String> route, Optional<String> mailbox, Optional<String> host) {
        public static Address groupStart(String name) {
            return new Address(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
        }

        public static Address groupEnd() {
            return new Address(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }
}
