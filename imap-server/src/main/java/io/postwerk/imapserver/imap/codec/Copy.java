package io.postwerk.imapserver.imap.codec;

/**
 * COPY: messages into another mailbox, with their flags and dates. RFC 3501 section 6.4.7.
 *
 * @param messages which
 * @param mailbox name of the target in Unicode
 */
public record Copy(MessageSet messages, String mailbox) implements Command {
    static Copy parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static Copy parseUid(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static Copy parse(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Copy(messages, mailbox);
    }
}
