package io.postwerk.imapserver.imap.codec;

/** CLOSE: leaves the selected mailbox, and removes its \Deleted messages silently. RFC 3501 section 6.4.2. */
public record Close() implements Command {
    static Close parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Close();
    }
}
