package io.postwerk.imapserver.imap.codec;

import io.postwerk.mail.Envelope;
import java.util.List;

/** The envelope structure of RFC 3501 section 7.4.2. */
final class EnvelopeEncoder {
    private EnvelopeEncoder() {}

    static void write(ResponseBuilder out, Envelope envelope) {
        out.raw("(").optionalOctets(envelope.date()).space().optionalOctets(envelope.subject());
        addresses(out, envelope.from());
        addresses(out, envelope.sender());
        addresses(out, envelope.replyTo());
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
        out.space()
                .optionalOctets(envelope.inReplyTo())
                .space()
                .optionalOctets(envelope.messageId())
                .raw(")");
    }

    private static void addresses(ResponseBuilder out, List<Envelope.Address> addresses) {
        out.space();
        if (addresses.isEmpty()) {
            out.nil();
            return;
        }
        // RFC 3501 9: env-from = "(" 1*address ")", with no space between them
        out.raw("(");
        for (Envelope.Address address : addresses) {
            out.raw("(")
                    .optionalOctets(address.name())
                    .space()
                    .optionalOctets(address.route())
                    .space()
                    .optionalOctets(address.mailbox())
                    .space()
                    .optionalOctets(address.host())
                    .raw(")");
        }
        out.raw(")");
    }
}
