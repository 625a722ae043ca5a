package io.postwerk.smtp;

import java.util.Optional;

/** The first word of a command, as it stands on the wire, with the syntax of the line and the reader of its arguments. */
public enum SmtpVerb {
    /** RFC 5321 4.1.1.1. */
    HELO("HELO domain", (verb, line) -> SmtpCommandParser.hello(line, SmtpCommand.Helo::new)),
    /** RFC 5321 4.1.1.1. */
    EHLO("EHLO domain", (verb, line) -> SmtpCommandParser.hello(line, SmtpCommand.Ehlo::new)),
    /** RFC 2033 4.1. */
    LHLO("LHLO domain", (verb, line) -> SmtpCommandParser.hello(line, SmtpCommand.Lhlo::new)),
    /** RFC 3207 4: 501 if it has parameters. */
    STARTTLS("STARTTLS", (verb, line) -> SmtpCommandParser.noArgument(verb, line, new SmtpCommand.StartTls())),
    /** RFC 4954 4. */
    AUTH("AUTH mechanism [initial-response]", SmtpCommandParser::auth),
    /** RFC 5321 4.1.1.2. */
    MAIL("MAIL FROM:<address>", SmtpCommandParser::mail),
    /** RFC 5321 4.1.1.3. */
    RCPT("RCPT TO:<address>", SmtpCommandParser::rcpt),
    /** RFC 5321 4.1.1.4. */
    DATA("DATA", (verb, line) -> SmtpCommandParser.noArgument(verb, line, new SmtpCommand.Data())),
    /** RFC 5321 4.1.1.5. */
    RSET("RSET", (verb, line) -> SmtpCommandParser.noArgument(verb, line, new SmtpCommand.Rset())),
    /** RFC 5321 4.1.1.9: the argument is to be ignored. */
    NOOP("NOOP", (verb, line) -> new Parsed.Valid<>(new SmtpCommand.Noop())),
    /** RFC 5321 4.1.1.6. */
    VRFY("VRFY name", (verb, line) -> SmtpCommandParser.text(verb, line, SmtpCommand.Vrfy::new)),
    /** RFC 5321 4.1.1.7. */
    EXPN("EXPN name", (verb, line) -> SmtpCommandParser.text(verb, line, SmtpCommand.Expn::new)),
    /** RFC 5321 4.1.1.8. */
    HELP("HELP", (verb, line) -> new Parsed.Valid<>(new SmtpCommand.Help())),
    /** RFC 5321 4.1.1.10. */
    QUIT("QUIT", (verb, line) -> SmtpCommandParser.noArgument(verb, line, new SmtpCommand.Quit()));

    /** Reads what follows the verb and its space. */
    @FunctionalInterface
    interface Arguments {
        Parsed<SmtpCommand> read(SmtpVerb verb, Cursor line);
    }

    private final String syntax;
    private final Arguments arguments;

    SmtpVerb(String syntax, Arguments arguments) {
        this.syntax = syntax;
        this.arguments = arguments;
    }

    /** The verb that {@code word} is, in any case (RFC 5321 2.4). */
    static Optional<SmtpVerb> find(String word) {
        for (SmtpVerb verb : values()) {
            if (verb.name().equalsIgnoreCase(word)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    /** How a line with this verb is written, as replies show it. */
    public String syntax() {
        return syntax;
    }

    Parsed<SmtpCommand> read(Cursor line) {
        return arguments.read(this, line);
    }
}
