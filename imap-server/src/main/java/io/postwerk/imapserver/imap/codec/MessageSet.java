package io.postwerk.imapserver.imap.codec;

/**
 * Which messages a command means.
 *
 * @param set the numbers
 * @param uid they are UIDs, and answers carry UIDs (RFC 3501 section 6.4.8); otherwise message sequence numbers
 */
public record MessageSet(SequenceSet set, boolean uid) {
    static MessageSet parse(CommandScanner in, boolean uid) throws SyntaxException {
        in.space();
        return new MessageSet(SequenceSet.parse(in), uid);
    }
}
