package io.postwerk.imapserver.imap.codec;

import java.util.List;

/**
 * FETCH: data of messages. RFC 3501 section 6.4.5.
 *
 * @param messages of which messages
 * @param attributes what of them, in the order asked, macros resolved; never empty
 */
public record Fetch(MessageSet messages, List<FetchAttribute> attributes) implements Command {
    private static final int MOST_ATTRIBUTES = 200;

    public Fetch {
        attributes = List.copyOf(attributes);
    }

    static Fetch parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static Fetch parseUid(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static Fetch parse(CommandScanner in, boolean uid) throws SyntaxException {
        MessageSet messages = MessageSet.parse(in, uid);
        in.space();
        List<FetchAttribute> attributes = in.at('(') ? in.list(FetchAttribute::parse) : macroOrOne(in);
        in.end();
        if (attributes.isEmpty() || attributes.size() > MOST_ATTRIBUTES) {
            throw new SyntaxException("No FETCH attribute, or too many");
        }
        return new Fetch(messages, attributes);
    }

    private static List<FetchAttribute> macroOrOne(CommandScanner in) throws SyntaxException {
        for (String name : List.of("ALL", "FAST", "FULL")) {
            if (in.rest().equalsIgnoreCase(name)) {
                return FetchAttribute.macro(in.keyword());
            }
        }
        return List.of(FetchAttribute.parse(in));
    }
}
