package io.postwerk.imapserver.imap.codec;

/** STARTTLS: the rest of the session is encrypted. RFC 3501 section 6.2.1. */
public record StartTls() implements Command {
    static StartTls parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new StartTls();
    }
}
