package io.postwerk.imapserver.imap.codec;

/**
 * DELETE: removes a mailbox and its messages. RFC 3501 section 6.3.4.
 *
 * @param mailbox its name in Unicode
 */
public record Delete(String mailbox) implements Command {
    static Delete parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Delete(mailbox);
    }
}
