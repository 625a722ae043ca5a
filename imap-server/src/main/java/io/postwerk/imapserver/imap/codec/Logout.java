package io.postwerk.imapserver.imap.codec;

/** LOGOUT: ends the session. RFC 3501 section 6.1.3. */
public record Logout() implements Command {
    static Logout parse(CommandScanner in) throws SyntaxException {
        in.end();
        return new Logout();
    }
}
