package io.postwerk.imapserver.imap.message;

import io.postwerk.mail.Envelope;
import io.postwerk.mail.HeaderText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Header fields that the envelope has, so that the message need not be read for them. */
public final class EnvelopeText {
    private EnvelopeText() {}

    /**
     * Whether the field holds a text that is not empty.
     *
     * @return empty if the envelope does not have the field
     */
    public static Optional<Boolean> inField(Envelope envelope, String name, TextFinder text) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "subject" -> Optional.of(isIn(envelope.subject(), text));
            case "message-id" -> Optional.of(isIn(envelope.messageId(), text));
            case "from" -> Optional.of(isIn(envelope.from(), text));
            case "to" -> Optional.of(isIn(envelope.to(), text));
            case "cc" -> Optional.of(isIn(envelope.cc(), text));
            case "bcc" -> Optional.of(isIn(envelope.bcc(), text));
            default -> Optional.empty();
        };
    }

    private static boolean isIn(Optional<String> field, TextFinder text) {
        return field.isPresent() && text.isIn(HeaderText.decode(field.get()));
    }

    private static boolean isIn(List<Envelope.Address> addresses, TextFinder text) {
        return addresses.stream().anyMatch(address -> text.isIn(shown(address)));
    }

    /** As it stands in the header: {@code Fred Foobar <foobar@example.org>}. */
    private static String shown(Envelope.Address address) {
        String name = address.name().map(HeaderText::decode).orElse("");
        String mailbox = HeaderText.decode(address.mailbox().orElse(""))
                + address.host().map(host -> "@" + HeaderText.decode(host)).orElse("");
        return name.isEmpty() ? mailbox : name + " <" + mailbox + ">";
    }
}
