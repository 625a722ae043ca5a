package io.postwerk.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a message again and again (RFC 3501 section 7.4.2: ENVELOPE, BODYSTRUCTURE, sizes), worked out once.
 * Any octets have a summary: what cannot be understood as MIME is plain text or an opaque part.
 *
 * <p>Strings of a summary hold octets of the message, one in each {@code char} (ISO 8859-1), unfolded but not decoded:
 * encoded words (RFC 2047) and 8-bit octets are still there. {@link HeaderText#decode} gives what a reader sees.
 *
 * @param size octets of the whole message
 * @param envelope the message's envelope
 * @param body the message as a body part: its header is that of the message
 */
public record MessageSummary(long size, Envelope envelope, BodyPart body) {
    /** The longest encoding that is kept beside a message. Common ones have some hundred octets. */
    public static final int MAX_KEPT_OCTETS = 16 * 1024;

    /**
     * Reads a message once from start to end.
     *
     * @throws IOException if the source cannot be read; never because of what is in it
     */
    public static MessageSummary of(MessageSource message) throws IOException {
        return SummaryReader.read(message, SummaryAllowance.whole());
    }

    /**
     * What is to be kept beside a message: its encoded summary, or a mark that this would be longer than {@link
     * #MAX_KEPT_OCTETS}. Takes no more memory than that, whatever the message is.
     *
     * @throws IOException if the source cannot be read; never because of what is in it
     */
    public static byte[] toKeep(MessageSource message) throws IOException {
        try {
            byte[] encoded =
                    SummaryReader.read(message, SummaryAllowance.kept()).encode();
            return encoded.length <= MAX_KEPT_OCTETS ? encoded : SummaryCodec.abridged();
        } catch (SummaryAllowance.TooLargeException e) {
            return SummaryCodec.abridged();
        }
    }

    /**
     * The encoded summary in what was kept beside a message, now or in an earlier version. Empty if it is too large, so that
     * {@link #of} has to work it out when it is asked for.
     */
    public static Optional<byte[]> kept(byte[] kept) {
        return kept.length > MAX_KEPT_OCTETS || SummaryCodec.isAbridged(kept) ? Optional.empty() : Optional.of(kept);
    }

    /**
     * Reads what {@link #encode} wrote, now or in an earlier version.
     *
     * @throws IllegalArgumentException if these octets are none of it
     */
    public static MessageSummary decode(byte[] encoded) {
        return SummaryCodec.decode(encoded);
    }

    /** A compact, versioned encoding, to be kept beside the message. */
    public byte[] encode() {
        return SummaryCodec.encode(this);
    }

    /**
     * The part that a section number names (RFC 3501 section 6.4.5): {@code [1, 2]} for {@code BODY[1.2]}. The empty path
     * is the message itself. Part 1 of a message that is not multipart is its only body.
     */
    public Optional<BodyPart> part(List<Integer> path) {
        BodyPart part = body;
        for (int i = 0; i < path.size(); i++) {
            int number = path.get(i);
            if (i > 0) {
                switch (part.content()) {
                    case BodyPart.Multipart ignored -> {}
                    case BodyPart.Message message -> part = message.body();
                    case BodyPart.Leaf ignored -> {
                        return Optional.empty();
                    }
                }
            }
            if (part.content() instanceof BodyPart.Multipart multipart) {
                if (number < 1 || number > multipart.parts().size()) {
                    return Optional.empty();
                }
                part = multipart.parts().get(number - 1);
            } else if (number != 1) {
                return Optional.empty();
            }
        }
        return Optional.of(part);
    }
}
