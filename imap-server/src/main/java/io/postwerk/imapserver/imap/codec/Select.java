package io.postwerk.imapserver.imap.codec;

/**
 * SELECT and EXAMINE: opens a mailbox. RFC 3501 sections 6.3.1 and 6.3.2.
 *
 * @param mailbox its name in Unicode
 * @param readOnly EXAMINE
 */
public record Select(String mailbox, boolean readOnly) implements Command {
    static Select parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static Select parseExamine(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static Select parse(CommandScanner in, boolean readOnly) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return new Select(mailbox, readOnly);
    }
}
