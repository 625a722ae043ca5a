package io.postwerk.imapserver.imap.codec;

/** IDLE: news as it happens, until DONE. RFC 2177. */
public record Idle() implements Command {
    static Idle parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Idle();
    }
}
