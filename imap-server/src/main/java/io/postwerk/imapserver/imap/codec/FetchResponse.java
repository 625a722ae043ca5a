package io.postwerk.imapserver.imap.codec;

import io.postwerk.imapserver.imap.codec.FetchAttribute.Body;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Item;
import io.postwerk.mail.BodyPart;
import io.postwerk.mail.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * One FETCH response (RFC 3501 section 7.4.2), item by item. Octets of the message are not written here, only
 * announced: the caller takes what is there so far, sends it and the octets, and goes on.
 */
public final class FetchResponse {
    private ResponseBuilder out = new ResponseBuilder();
    private boolean first = true;

    public FetchResponse(long sequenceNumber) {
        out.raw("* ").number(sequenceNumber).raw(" FETCH (");
    }

    public FetchResponse flags(Collection<String> flags) {
        item(Item.FLAGS.wire()).list(flags, ResponseBuilder::raw);
        return this;
    }

    public FetchResponse uid(long uid) {
        item(Item.UID.wire()).number(uid);
        return this;
    }

    public FetchResponse internalDate(Instant arrived) {
        item(Item.INTERNALDATE.wire()).string(ImapDates.format(arrived));
        return this;
    }

    public FetchResponse size(long octets) {
        item(Item.RFC822_SIZE.wire()).number(octets);
        return this;
    }

    public FetchResponse envelope(Envelope envelope) {
        EnvelopeEncoder.write(item(Item.ENVELOPE.wire()), envelope);
        return this;
    }

    public FetchResponse bodyStructure(BodyPart body, boolean extended) {
        BodyStructureEncoder.write(item(extended ? Item.BODYSTRUCTURE.wire() : Item.BODY.wire()), body, extended);
        return this;
    }

    /** The part asked for is not there. */
    public FetchResponse noBody(Body asked) {
        item(label(asked)).nil();
        return this;
    }

    /** Announces octets of the message; the next octets sent must be these. */
    public FetchResponse body(Body asked, long octets) {
        item(label(asked)).literalHeader(octets);
        return this;
    }

    /**
     * Writes what there is so far, and an item that may be long, to {@code target} as it is built.
     *
     * @param item adds one item to this response
     */
    public void writeTo(OutputStream target, Consumer<FetchResponse> item) throws IOException {
        target.write(take());
        out = new ResponseBuilder(target);
        try {
            item.accept(this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        target.write(take());
    }

    /** What has been built since the last call. */
    public byte[] take() {
        byte[] octets = out.toBytes();
        out = new ResponseBuilder();
        return octets;
    }

    /** The rest, and the end of the response. */
    public byte[] end() {
        out.raw(")").crlf();
        return take();
    }

    private ResponseBuilder item(String name) {
        if (!first) {
            out.space();
        }
        first = false;
        return out.raw(name).space();
    }

    /** RFC 3501 7.4.2: BODY[section]<origin octet>; what was asked as RFC822 is answered so. */
    private static String label(Body asked) {
        return switch (asked.form()) {
            case RFC822 -> "RFC822";
            case RFC822_HEADER -> "RFC822.HEADER";
            case RFC822_TEXT -> "RFC822.TEXT";
            case BODY ->
                "BODY[" + asked.section() + "]"
                        + asked.partial()
                                .map(partial -> "<" + partial.origin() + ">")
                                .orElse("");
        };
    }
}
