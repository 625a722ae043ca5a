package io.postwerk.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes an envelope of header fields. */
final class EnvelopeReader {
    private final SummaryAllowance allowance;
    private final List<Envelope.Address> from = new ArrayList<>();
    private final List<Envelope.Address> sender = new ArrayList<>();
    private final List<Envelope.Address> replyTo = new ArrayList<>();
    private final List<Envelope.Address> to = new ArrayList<>();
    private final List<Envelope.Address> cc = new ArrayList<>();
    private final List<Envelope.Address> bcc = new ArrayList<>();
    private Optional<String> date = Optional.empty();
    private Optional<String> subject = Optional.empty();
    private Optional<String> inReplyTo = Optional.empty();
    private Optional<String> messageId = Optional.empty();

    private EnvelopeReader(SummaryAllowance allowance) {
        this.allowance = allowance;
    }

    static Envelope read(byte[] header, Iterable<HeaderBlock.Field> fields, SummaryAllowance allowance) {
        EnvelopeReader reader = new EnvelopeReader(allowance);
        for (HeaderBlock.Field field : fields) {
            reader.field(field, header);
        }
        return reader.finish();
    }

    private void field(HeaderBlock.Field field, byte[] header) {
        if (field.name().length() > 11) {
            return;
        }
        switch (field.name().toLowerCase(Locale.ROOT)) {
            case "date" -> date = date.or(() -> Optional.of(field.value(header)));
            case "subject" -> subject = subject.or(() -> Optional.of(field.value(header)));
            case "in-reply-to" -> inReplyTo = inReplyTo.or(() -> Optional.of(field.value(header)));
            case "message-id" -> messageId = messageId.or(() -> Optional.of(field.value(header)));
            case "from" -> AddressListParser.parse(field.value(header), from, allowance);
            case "sender" -> AddressListParser.parse(field.value(header), sender, allowance);
            case "reply-to" -> AddressListParser.parse(field.value(header), replyTo, allowance);
            case "to" -> AddressListParser.parse(field.value(header), to, allowance);
            case "cc" -> AddressListParser.parse(field.value(header), cc, allowance);
            case "bcc" -> AddressListParser.parse(field.value(header), bcc, allowance);
            default -> {
                // Not in an envelope.
            }
        }
    }

    private Envelope finish() {
        // RFC 3501 7.4.2: absent or empty, these two are the same as From.
        return new Envelope(
                date,
                subject,
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                to,
                cc,
                bcc,
                inReplyTo,
                messageId);
    }
}
