package io.postwerk.imapserver.imap.codec;

/** UNSELECT: leaves the selected mailbox as it is. RFC 3691. */
public record Unselect() implements Command {
    static Unselect parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Unselect();
    }
}
