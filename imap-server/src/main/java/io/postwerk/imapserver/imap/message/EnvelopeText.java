package io.postwerk.imapserver.imap.message;

import io.postwerk.mail.Envelope;
import io.postwerk.mail.HeaderText;
import io.postwerk.mail.LongWork;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Header fields that the envelope has, so that the message need not be read for them. */
final class EnvelopeText {
    private EnvelopeText() {}

    /**
     * Whether the field holds a text that is not empty.
     *
     * @return empty if the envelope does not have the field
     */
    static Optional<Boolean> inField(Envelope envelope, String name, TextFinder text, LongWork work)
            throws IOException {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "subject" -> Optional.of(isIn(envelope.subject(), text, work));
            case "message-id" -> Optional.of(isIn(envelope.messageId(), text, work));
            case "from" -> Optional.of(isIn(envelope.from(), text, work));
            case "to" -> Optional.of(isIn(envelope.to(), text, work));
            case "cc" -> Optional.of(isIn(envelope.cc(), text, work));
            case "bcc" -> Optional.of(isIn(envelope.bcc(), text, work));
            default -> Optional.empty();
        };
    }

    private static boolean isIn(Optional<String> field, TextFinder text, LongWork work) throws IOException {
        return field.isPresent() && PartText.isIn(field.get(), text, work);
    }

    private static boolean isIn(List<Envelope.Address> addresses, TextFinder text, LongWork work) throws IOException {
        for (Envelope.Address address : addresses) {
            work.step();
            if (text.isIn(shown(address))) {
                return true;
            }
        }
        return false;
    }

    /** As it stands in the header: {@code Fred Foobar <foobar@example.org>}. */
    private static String shown(Envelope.Address address) {
        String name = address.name().map(HeaderText::decode).orElse("");
        String mailbox = HeaderText.decode(address.mailbox().orElse(""))
                + address.host().map(host -> "@" + HeaderText.decode(host)).orElse("");
        return name.isEmpty() ? mailbox : name + " <" + mailbox + ">";
    }
}
