package io.postwerk.imapserver.imap.codec;

/**
 * SUBSCRIBE: adds a name to what LSUB lists. RFC 3501 section 6.3.6.
 *
 * @param mailbox its name in Unicode
 */
public record Subscribe(String mailbox) implements Command {
    static Subscribe parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Subscribe(mailbox);
    }
}
