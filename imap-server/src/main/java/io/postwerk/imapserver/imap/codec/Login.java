package io.postwerk.imapserver.imap.codec;

/**
 * LOGIN: authentication by name and password. RFC 3501 section 6.2.3.
 *
 * @param user as the client wrote it
 * @param password secret: never logged
 */
public record Login(String user, String password) implements Command {
    static Login parse(CommandScanner in) throws SyntaxException {
        in.space();
        String user = in.astring();
        in.space();
        String password = in.astring();
        in.end();
        return new Login(user, password);
    }

    @Override
    public String toString() {
        return "Login[user=" + user + "]";
    }
}
