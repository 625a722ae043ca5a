package io.postwerk.imapserver.imap.codec;

/** CHECK: a checkpoint of the selected mailbox. RFC 3501 section 6.4.1. */
public record Check() implements Command {
    static Check parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Check();
    }
}
