package io.postwerk.imapserver.imap.codec;

import java.util.Set;

/**
 * STORE: changes flags. RFC 3501 section 6.4.6.
 *
 * @param messages of which messages
 * @param change how
 * @param flags system flags in the case of RFC 3501, keywords as given; may be empty
 * @param silent the client does not want to hear the new flags
 */
public record Store(MessageSet messages, Change change, Set<String> flags, boolean silent) implements Command {
    /** What happens to the flags a message has. */
    public enum Change {
        REPLACE,
        ADD,
        REMOVE
    }

    static Store parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static Store parseUid(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static Store parse(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        in.space();
        Change change = Change.REPLACE;
        if (in.skip('+')) {
            change = Change.ADD;
        } else if (in.skip('-')) {
            change = Change.REMOVE;
        }
        boolean silent = switch (in.keyword()) {
            case "FLAGS" -> false;
            case "FLAGS.SILENT" -> true;
            default -> throw new SyntaxException("Expected FLAGS or FLAGS.SILENT");
        };
        in.space();
        Set<String> flags = Flags.listOrBare(in);
        in.end();
        return new Store(messages, change, flags, silent);
    }
}
