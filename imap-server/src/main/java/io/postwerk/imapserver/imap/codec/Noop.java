package io.postwerk.imapserver.imap.codec;

/** NOOP: a chance to hear news of the selected mailbox. RFC 3501 section 6.1.2. */
public record Noop() implements Command {
    static Noop parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Noop();
    }
}
