package io.postwerk.imapserver.imap.codec;

/**
 * UNSUBSCRIBE: takes a name from what LSUB lists. RFC 3501 section 6.3.7.
 *
 * @param mailbox its name in Unicode
 */
public record Unsubscribe(String mailbox) implements Command {
    static Unsubscribe parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Unsubscribe(mailbox);
    }
}
