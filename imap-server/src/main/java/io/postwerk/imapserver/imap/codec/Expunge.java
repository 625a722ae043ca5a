package io.postwerk.imapserver.imap.codec;

import java.util.Optional;

/**
 * EXPUNGE: removes all messages with \Deleted, RFC 3501 section 6.4.3; UID EXPUNGE only those of a set, RFC 4315
 * section 2.1.
 *
 * @param uids which UIDs; empty for all
 */
public record Expunge(Optional<SequenceSet> uids) implements Command {
    static Expunge parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Expunge(Optional.empty());
    }

    static Expunge parseUid(CommandScanner in) throws SyntaxException {
        in.space();
        SequenceSet uids = SequenceSet.parse(in);
        in.end();
        return new Expunge(Optional.of(uids));
    }
}
