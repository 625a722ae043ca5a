package io.postwerk.imapserver.imap.message;

import io.postwerk.mail.BodyPart;
import io.postwerk.mail.Envelope;
import io.postwerk.mail.LongWork;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import java.io.IOException;
import java.util.Optional;

/** Looks for texts in a message: BODY, TEXT and HEADER of SEARCH (RFC 3501 section 6.4.4). */
public final class MessageText {
    private final MessageSource message;
    private final MessageSummary summary;
    private final LongWork work;

    /** @param work of which the tests are steps */
    public MessageText(MessageSource message, MessageSummary summary, LongWork work) {
        this.message = work.paced(message);
        this.summary = summary;
        this.work = work;
    }

    public Envelope envelope() {
        return summary.envelope();
    }

    /**
     * The envelope's field of this name, in any case, holds a text that is not empty.
     *
     * @return empty if the envelope does not have the field
     */
    public Optional<Boolean> inEnvelope(String name, TextFinder text) throws IOException {
        return EnvelopeText.inField(summary.envelope(), name, text, work);
    }

    /** A header field of this name, in any case, holds the text. */
    public boolean inField(String name, TextFinder text) throws IOException {
        byte[] header = PartText.header(message, summary.body().header());
        return PartText.isInField(header, name, text, work);
    }

    /** Any header field of the message holds the text. */
    public boolean inHeader(TextFinder text) throws IOException {
        return inField("", text);
    }

    /** A text part holds the text, or a header field of a message within. */
    public boolean inBody(TextFinder text) throws IOException {
        return inBody(summary.body(), text);
    }

    private boolean inBody(BodyPart part, TextFinder text) throws IOException {
        return switch (part.content()) {
            case BodyPart.Multipart multipart -> {
                for (BodyPart each : multipart.parts()) {
                    if (inBody(each, text)) {
                        yield true;
                    }
                }
                yield false;
            }
            case BodyPart.Message inner ->
                PartText.isInField(PartText.header(message, inner.body().header()), "", text, work)
                        || inBody(inner.body(), text);
            case BodyPart.Leaf ignored -> part.type().equals("text") && text.isIn(PartText.body(message, part));
        };
    }
}
