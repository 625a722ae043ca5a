package io.postwerk.imapserver.imap.codec;

/** NAMESPACE: where mailboxes of which kind are found. RFC 2342. */
public record Namespace() implements Command {
    static Namespace parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Namespace();
    }
}
