package io.postwerk.imapserver.imap.message;

import io.postwerk.imapserver.imap.codec.FetchAttribute;
import io.postwerk.imapserver.imap.codec.Section;
import io.postwerk.mail.BodyPart;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import java.io.IOException;
import java.util.Optional;

/** Finds the octets that BODY[section]&lt;partial&gt; means. RFC 3501 sections 2.4 and 6.4.5. */
public final class SectionReader {
    private SectionReader() {}

    /** Whether the whole message is asked for, of which no summary is needed. */
    public static boolean isWhole(FetchAttribute.Body asked) {
        return asked.section().part().isEmpty() && asked.section().text() == Section.Text.ALL;
    }

    /** The octets, as a view of the message. */
    public static MessageSource whole(MessageSource message, FetchAttribute.Body asked) {
        // RFC 3501 6.4.5: a range beyond the end is empty
        return asked.partial()
                .map(partial -> message.slice(partial.origin(), partial.length()))
                .orElse(message);
    }

    /** The octets, as a view of the message; empty if it has no such part. */
    public static Optional<MessageSource> read(MessageSource message, MessageSummary summary, FetchAttribute.Body asked)
            throws IOException {
        return section(message, summary, asked.section()).map(octets -> whole(octets, asked));
    }

    private static Optional<MessageSource> section(MessageSource message, MessageSummary summary, Section section)
            throws IOException {
        Optional<BodyPart> part = summary.part(section.part());
        if (part.isEmpty()) {
            return Optional.empty();
        }
        return switch (section.text()) {
            case ALL ->
                Optional.of(
                        section.part().isEmpty()
                                ? message
                                : slice(message, part.get().octets()));
            case MIME -> Optional.of(slice(message, part.get().header()));
            case HEADER -> inner(part.get(), section).map(found -> slice(message, found.header()));
            case TEXT -> inner(part.get(), section).map(found -> slice(message, found.octets()));
            case HEADER_FIELDS -> fields(message, part.get(), section, true);
            case HEADER_FIELDS_NOT -> fields(message, part.get(), section, false);
        };
    }

    /** HEADER and TEXT are those of a message: of this one, or of one that is a part of it (RFC 3501 section 6.4.5). */
    private static Optional<BodyPart> inner(BodyPart part, Section section) {
        if (section.part().isEmpty()) {
            return Optional.of(part);
        }
        return part.content() instanceof BodyPart.Message inner ? Optional.of(inner.body()) : Optional.empty();
    }

    private static Optional<MessageSource> fields(MessageSource message, BodyPart part, Section section, boolean wanted)
            throws IOException {
        Optional<BodyPart> inner = inner(part, section);
        if (inner.isEmpty()) {
            return Optional.empty();
        }
        MessageSource header = slice(message, inner.get().header());
        return Optional.of(HeaderFields.select(header, section.fields(), wanted));
    }

    private static MessageSource slice(MessageSource message, BodyPart.Range range) {
        return message.slice(range.offset(), range.length());
    }
}
