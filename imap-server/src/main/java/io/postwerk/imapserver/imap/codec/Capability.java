package io.postwerk.imapserver.imap.codec;

/** CAPABILITY: what the server can do now. RFC 3501 section 6.1.1. */
public record Capability() implements Command {
    static Capability parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Capability();
    }
}
