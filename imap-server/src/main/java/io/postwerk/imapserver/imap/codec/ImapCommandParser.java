package io.postwerk.imapserver.imap.codec;

import java.util.Locale;
import java.util.Optional;

/** Reads one command (RFC 3501 section 2.2.1): tag, verb, arguments. Does no input or output and never fails. */
public final class ImapCommandParser {
    private ImapCommandParser() {}

    /** What the client has sent as a command. */
    public sealed interface Line {
        /** What the answer is tagged with; an answer without a tag is untagged. */
        Optional<String> tag();

        /** A command that follows the grammar. */
        record Valid(Optional<String> tag, ImapVerb verb, ImapCommand command) implements Line {}

        /** The verb is known and its arguments break the grammar. */
        record BadSyntax(Optional<String> tag, ImapVerb verb, SyntaxException problem) implements Line {}

        /** There is no such command. */
        record UnknownVerb(Optional<String> tag) implements Line {}

        /** The line does not begin with a tag and a space. */
        record NoTag() implements Line {
            @Override
            public Optional<String> tag() {
                return Optional.empty();
            }
        }
    }

    public static Line parse(CommandText text, CodecLimits limits) {
        CommandScanner in = new CommandScanner(text, limits);
        Optional<String> tag = tag(in);
        if (tag.isEmpty()) {
            return new Line.NoTag();
        }
        Optional<ImapVerb> verb = verb(in);
        if (verb.isEmpty()) {
            return new Line.UnknownVerb(tag);
        }
        try {
            return new Line.Valid(tag, verb.get(), verb.get().read(in));
        } catch (SyntaxException e) {
            return new Line.BadSyntax(tag, verb.get(), e);
        }
    }

    /** The tag of a command that is not read any further, because it exceeds a limit. */
    public static Optional<String> tag(CommandText text, CodecLimits limits) {
        return tag(new CommandScanner(text, limits));
    }

    private static Optional<String> tag(CommandScanner in) {
        String tag = in.run(Octets::isTagChar);
        return tag.isEmpty() || !in.skip(' ') ? Optional.empty() : Optional.of(tag);
    }

    private static Optional<ImapVerb> verb(CommandScanner in) {
        String name = in.run(Octets::isAtomChar).toUpperCase(Locale.ROOT);
        if (name.equals("UID") && in.skip(' ')) {
            // RFC 3501 6.4.8
            name = "UID " + in.run(Octets::isAtomChar).toUpperCase(Locale.ROOT);
        }
        return ImapVerb.find(name);
    }
}
