package io.postwerk.imapserver.imap.codec;

import io.postwerk.store.Flags.FlagChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Arguments of the commands that work on messages of the selected mailbox: FETCH, STORE, COPY and so on. */
final class MessageGrammar {
    private static final int MOST_ATTRIBUTES = 200;

    private MessageGrammar() {}

    static ImapCommand.Expunge uidExpunge(CommandScanner in) throws SyntaxException {
        in.space();
        SequenceSet uids = SequenceSet.parse(in);
        in.end();
        return new ImapCommand.Expunge(Optional.of(uids));
    }

    static ImapCommand.Fetch fetch(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        in.space();
        List<FetchAttribute> attributes = in.at('(') ? in.list(FetchAttribute::parse) : macroOrOne(in);
        in.end();
        if (attributes.isEmpty() || attributes.size() > MOST_ATTRIBUTES) {
            throw new SyntaxException("No FETCH attribute, or too many");
        }
        return new ImapCommand.Fetch(messages, attributes);
    }

    private static List<FetchAttribute> macroOrOne(CommandScanner in) throws SyntaxException {
        for (String name : List.of("ALL", "FAST", "FULL")) {
            if (in.rest().equalsIgnoreCase(name)) {
                return FetchAttribute.macro(in.keyword());
            }
        }
        return List.of(FetchAttribute.parse(in));
    }

    static ImapCommand.Store store(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        in.space();
        FlagChange change = FlagChange.REPLACE;
        if (in.skip('+')) {
            change = FlagChange.ADD;
        } else if (in.skip('-')) {
            change = FlagChange.REMOVE;
        }
        boolean silent = switch (in.keyword()) {
            case "FLAGS" -> false;
            case "FLAGS.SILENT" -> true;
            default -> throw new SyntaxException("Expected FLAGS or FLAGS.SILENT");
        };
        in.space();
        Set<String> flags = FlagGrammar.listOrBare(in);
        in.end();
        return new ImapCommand.Store(messages, change, flags, silent);
    }

    static ImapCommand.Copy copy(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        return new ImapCommand.Copy(messages, target(in));
    }

    static ImapCommand.Move move(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        return new ImapCommand.Move(messages, target(in));
    }

    private static String target(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return mailbox;
    }
}
