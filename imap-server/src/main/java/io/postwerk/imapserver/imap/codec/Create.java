package io.postwerk.imapserver.imap.codec;

/**
 * CREATE: a new mailbox. RFC 3501 section 6.3.3.
 *
 * @param mailbox its name in Unicode
 */
public record Create(String mailbox) implements Command {
    static Create parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Create(mailbox);
    }
}
