package io.postwerk.imapserver.imap.codec;

import java.util.Locale;
import java.util.Optional;

/**
 * The beginning of a command: tag and name. The arguments are parsed in a second step, once it is known that the
 * command is allowed now. RFC 3501 section 2.2.1.
 */
public final class CommandLine {
    private final Optional<String> tag;
    private final Optional<CommandName> name;
    private final CommandScanner in;

    private CommandLine(Optional<String> tag, Optional<CommandName> name, CommandScanner in) {
        this.tag = tag;
        this.name = name;
        this.in = in;
    }

    /** Never fails: what cannot be read is absent. */
    public static CommandLine read(CommandText text, CodecLimits limits) {
        CommandScanner in = new CommandScanner(text, limits);
        String tag = in.run(Octets::isTagChar);
        if (tag.isEmpty() || !in.skip(' ')) {
            return new CommandLine(Optional.empty(), Optional.empty(), in);
        }
        String name = in.run(Octets::isAtomChar).toUpperCase(Locale.ROOT);
        if (name.equals("UID") && in.skip(' ')) {
            // RFC 3501 6.4.8
            name = "UID " + in.run(Octets::isAtomChar).toUpperCase(Locale.ROOT);
        }
        return new CommandLine(Optional.of(tag), CommandName.ofWire(name), in);
    }

    /** Empty if the line does not begin with a tag and a space: then the answer is untagged. */
    public Optional<String> tag() {
        return tag;
    }

    /** Empty if there is no such command. */
    public Optional<CommandName> name() {
        return name;
    }

    /** Parses the arguments of a known command; once only. */
    public Command arguments() throws SyntaxException {
        return name.orElseThrow(() -> new SyntaxException("Unknown command")).parseArguments(in);
    }
}
