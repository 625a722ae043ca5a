package io.postwerk.mail;

import io.postwerk.mail.BodyPart.Range;
import io.postwerk.mail.Envelope.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stored form of a summary: a version octet, then its fields in order. Numbers are unsigned LEB128; an optional text
 * is its length plus one, or 0, and its octets; lists begin with their length. A new version must go on reading the old.
 */
final class SummaryCodec {
    private static final int VERSION = 1;

    /** A version of no fields: the summary was too large to be kept. */
    private static final int ABRIDGED = 2;

    private static final int LEAF = 0;
    private static final int MULTIPART = 1;
    private static final int MESSAGE = 2;
    private static final int MAX_DEPTH = SummaryReader.MAX_DEPTH + 2;

    private SummaryCodec() {}

    static byte[] encode(MessageSummary summary) {
        CompactWriter out = new CompactWriter();
        out.octet(VERSION);
        out.number(summary.size());
        envelope(out, summary.envelope());
        part(out, summary.body());
        return out.toByteArray();
    }

    static byte[] abridged() {
        return new byte[] {ABRIDGED};
    }

    static boolean isAbridged(byte[] encoded) {
        return encoded.length == 1 && encoded[0] == ABRIDGED;
    }

    static MessageSummary decode(byte[] encoded) {
        CompactReader in = new CompactReader(encoded);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("message summary of unknown version " + version);
        }
        MessageSummary summary = new MessageSummary(in.number(), envelope(in), part(in, 0));
        in.requireEnd();
        return summary;
    }

    private static void envelope(CompactWriter out, Envelope envelope) {
        out.optional(envelope.date());
        out.optional(envelope.subject());
        addresses(out, envelope.from());
        addresses(out, envelope.sender());
        addresses(out, envelope.replyTo());
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
        out.optional(envelope.inReplyTo());
        out.optional(envelope.messageId());
    }

    private static Envelope envelope(CompactReader in) {
        return new Envelope(
                in.optional(),
                in.optional(),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                in.optional(),
                in.optional());
    }

    private static void addresses(CompactWriter out, List<Address> addresses) {
        out.number(addresses.size());
        for (Address address : addresses) {
            out.optional(address.name());
            out.optional(address.route());
            out.optional(address.mailbox());
            out.optional(address.host());
        }
    }

    private static List<Address> addresses(CompactReader in) {
        int count = in.count(4);
        List<Address> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(new Address(in.optional(), in.optional(), in.optional(), in.optional()));
        }
        return addresses;
    }

    private static void part(CompactWriter out, BodyPart part) {
        out.text(part.type());
        out.text(part.subtype());
        parameters(out, part.parameters());
        out.optional(part.id());
        out.optional(part.description());
        out.text(part.encoding());
        out.optional(part.md5());
        out.optional(part.disposition().map(BodyPart.Disposition::type));
        part.disposition().ifPresent(d -> parameters(out, d.parameters()));
        out.number(part.languages().size());
        part.languages().forEach(out::text);
        out.optional(part.location());
        range(out, part.header());
        range(out, part.octets());
        out.number(part.lines());
        switch (part.content()) {
            case BodyPart.Leaf ignored -> out.octet(LEAF);
            case BodyPart.Multipart multipart -> {
                out.octet(MULTIPART);
                out.number(multipart.parts().size());
                multipart.parts().forEach(p -> part(out, p));
            }
            case BodyPart.Message message -> {
                out.octet(MESSAGE);
                envelope(out, message.envelope());
                part(out, message.body());
            }
        }
    }

    private static BodyPart part(CompactReader in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("message summary is nested too deeply");
        }
        return new BodyPart(
                in.text(),
                in.text(),
                parameters(in),
                in.optional(),
                in.optional(),
                in.text(),
                in.optional(),
                disposition(in),
                texts(in),
                in.optional(),
                range(in),
                range(in),
                in.number(),
                content(in, depth));
    }

    private static BodyPart.Content content(CompactReader in, int depth) {
        return switch (in.octet()) {
            case LEAF -> new BodyPart.Leaf();
            case MULTIPART -> {
                int count = in.count(1);
                List<BodyPart> parts = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    parts.add(part(in, depth + 1));
                }
                yield new BodyPart.Multipart(parts);
            }
            case MESSAGE -> new BodyPart.Message(envelope(in), part(in, depth + 1));
            default -> throw new IllegalArgumentException("message summary has an unknown kind of part");
        };
    }

    private static Optional<BodyPart.Disposition> disposition(CompactReader in) {
        return in.optional().map(type -> new BodyPart.Disposition(type, parameters(in)));
    }

    private static List<String> texts(CompactReader in) {
        int count = in.count(1);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.text());
        }
        return texts;
    }

    private static void parameters(CompactWriter out, List<BodyPart.Parameter> parameters) {
        out.number(parameters.size());
        for (BodyPart.Parameter parameter : parameters) {
            out.text(parameter.name());
            out.text(parameter.value());
        }
    }

    private static List<BodyPart.Parameter> parameters(CompactReader in) {
        int count = in.count(2);
        List<BodyPart.Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parameters.add(new BodyPart.Parameter(in.text(), in.text()));
        }
        return parameters;
    }

    private static void range(CompactWriter out, Range range) {
        out.number(range.offset());
        out.number(range.length());
    }

    private static Range range(CompactReader in) {
        return new Range(in.number(), in.number());
    }
}
