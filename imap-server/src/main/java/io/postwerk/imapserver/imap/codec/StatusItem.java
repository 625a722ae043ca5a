package io.postwerk.imapserver.imap.codec;

/** What STATUS can ask of a mailbox: status-att of RFC 3501 section 9. The names are those of the wire. */
public enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN;

    static StatusItem parse(CommandScanner in) throws SyntaxException {
        String name = in.keyword();
        for (StatusItem item : values()) {
            if (item.name().equals(name)) {
                return item;
            }
        }
        throw new SyntaxException("Unknown status item");
    }
}
