package io.postwerk.mail;

import io.postwerk.mail.Envelope.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A summary as text that people can check: every part with its number, what is known of it and what lies in it. */
final class StructureDump {
    private final StringBuilder out = new StringBuilder();
    private final MessageSource message;

    private StructureDump(MessageSource message) {
        this.message = message;
    }

    static String of(MessageSource message, MessageSummary summary) throws IOException {
        StructureDump dump = new StructureDump(message);
        dump.envelope("", summary.envelope());
        dump.part("", summary.body());
        return dump.out.toString();
    }

    private void part(String number, BodyPart part) throws IOException {
        line(number.isEmpty() ? "message" : number, part.type() + "/" + part.subtype() + parameters(part.parameters()));
        if (!part.encoding().equals("7bit")) {
            line("  encoding", part.encoding());
        }
        optional("  id", part.id());
        optional("  description", part.description());
        optional("  md5", part.md5());
        part.disposition().ifPresent(d -> line("  disposition", d.type() + parameters(d.parameters())));
        if (!part.languages().isEmpty()) {
            line("  languages", part.languages().toString());
        }
        optional("  location", part.location());
        line("  header", text(part.header()));
        line("  octets", part.lines() + " lines, " + text(part.octets()));
        switch (part.content()) {
            case BodyPart.Leaf ignored -> {}
            case BodyPart.Multipart multipart -> {
                int i = 1;
                for (BodyPart child : multipart.parts()) {
                    part(number + (number.isEmpty() ? "" : ".") + i++, child);
                }
            }
            case BodyPart.Message within -> {
                envelope(number + ">", within.envelope());
                part(number + ">", within.body());
            }
        }
    }

    private void envelope(String prefix, Envelope envelope) {
        optional(prefix + "date", envelope.date());
        optional(prefix + "subject", envelope.subject());
        addresses(prefix + "from", envelope.from());
        if (!envelope.sender().equals(envelope.from())) {
            addresses(prefix + "sender", envelope.sender());
        }
        if (!envelope.replyTo().equals(envelope.from())) {
            addresses(prefix + "reply-to", envelope.replyTo());
        }
        addresses(prefix + "to", envelope.to());
        addresses(prefix + "cc", envelope.cc());
        addresses(prefix + "bcc", envelope.bcc());
        optional(prefix + "in-reply-to", envelope.inReplyTo());
        optional(prefix + "message-id", envelope.messageId());
    }

    private void addresses(String name, List<Address> addresses) {
        for (Address a : addresses) {
            line(
                    name,
                    List.of(a.name(), a.route(), a.mailbox(), a.host()).stream()
                            .map(o -> o.map(t -> "[" + t + "]").orElse("-"))
                            .collect(Collectors.joining(" ")));
        }
    }

    private void optional(String name, Optional<String> value) {
        value.ifPresent(v -> line(name, "[" + v + "]"));
    }

    private static String parameters(List<BodyPart.Parameter> parameters) {
        return parameters.stream()
                .map(p -> "; " + p.name() + "=[" + p.value() + "]")
                .collect(Collectors.joining());
    }

    private String text(BodyPart.Range range) throws IOException {
        byte[] octets = message.open(range.offset(), range.length()).readAllBytes();
        return "["
                + new String(octets, StandardCharsets.ISO_8859_1)
                        .replace("\r", "\\r")
                        .replace("\n", "\\n") + "]";
    }

    private void line(String name, String value) {
        String octets = name + ": " + value;
        // What is UTF-8 is shown as such, so that the expected texts can be read.
        out.append(new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .append('\n');
    }
}
