package io.postwerk.imapserver.imap.codec;

/**
 * RENAME: a mailbox and what is below it get another name. RFC 3501 section 6.3.5.
 *
 * @param from the present name in Unicode
 * @param to the new name in Unicode
 */
public record Rename(String from, String to) implements Command {
    static Rename parse(CommandScanner in) throws SyntaxException {
        in.space();
        String from = in.mailbox();
        in.space();
        String to = in.mailbox();
        in.end();
        return new Rename(from, to);
    }
}
