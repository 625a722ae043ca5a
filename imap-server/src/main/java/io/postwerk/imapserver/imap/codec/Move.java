package io.postwerk.imapserver.imap.codec;

/**
 * MOVE: messages into another mailbox and out of this one, as one step. RFC 6851 section 3.1.
 *
 * @param messages which
 * @param mailbox name of the target in Unicode
 */
public record Move(MessageSet messages, String mailbox) implements Command {
    static Move parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static Move parseUid(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static Move parse(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Move(messages, mailbox);
    }
}
