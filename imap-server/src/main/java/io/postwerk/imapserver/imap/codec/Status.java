package io.postwerk.imapserver.imap.codec;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * STATUS: counts of a mailbox without opening it. RFC 3501 section 6.3.10.
 *
 * @param mailbox its name in Unicode
 * @param items what is asked, never empty
 */
public record Status(String mailbox, Set<Item> items) implements Command {
    /** status-att of RFC 3501 section 9; the names are those of the wire. */
    public enum Item {
        MESSAGES,
        RECENT,
        UIDNEXT,
        UIDVALIDITY,
        UNSEEN
    }

    static Status parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.space();
        List<Item> items = in.list(Status::item);
        in.end();
        if (items.isEmpty()) {
            throw new SyntaxException("No status item");
        }
        return new Status(mailbox, EnumSet.copyOf(items));
    }

    private static Item item(CommandScanner in) throws SyntaxException {
        String name = in.keyword();
        for (Item item : Item.values()) {
            if (item.name().equals(name)) {
                return item;
            }
        }
        throw new SyntaxException("Unknown status item");
    }
}
