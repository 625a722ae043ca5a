package io.postwerk.imapserver.pop3.codec;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keyword of a command, with its syntax and the reader of its arguments. APOP is not among them: it needs the server
 * to know the password.
 */
public enum Pop3Verb {
    /** RFC 2449 5. */
    CAPA("CAPA", text -> Pop3CommandParser.none(text, new Pop3Command.Capa())),
    /** RFC 2595 4. */
    STLS("STLS", text -> Pop3CommandParser.none(text, new Pop3Command.Stls())),
    /** RFC 1939 7. */
    USER("USER name", Pop3CommandParser::user),
    /** RFC 1939 7: a server may treat spaces in the argument as part of the password. */
    PASS("PASS string", text -> text.map(Pop3Command.Pass::new)),
    /** RFC 5034 4. */
    AUTH("AUTH mechanism [initial-response]", Pop3CommandParser::auth),
    /** RFC 1939 5. */
    STAT("STAT", text -> Pop3CommandParser.none(text, new Pop3Command.Stat())),
    /** RFC 1939 5. */
    LIST("LIST [msg]", text -> Pop3CommandParser.optionalNumber(text, Pop3Command.List::new)),
    /** RFC 1939 5. */
    RETR("RETR msg", text -> Pop3CommandParser.number(text, Pop3Command.Retr::new)),
    /** RFC 1939 5. */
    DELE("DELE msg", text -> Pop3CommandParser.number(text, Pop3Command.Dele::new)),
    /** RFC 1939 5. */
    NOOP("NOOP", text -> Pop3CommandParser.none(text, new Pop3Command.Noop())),
    /** RFC 1939 5. */
    RSET("RSET", text -> Pop3CommandParser.none(text, new Pop3Command.Rset())),
    /** RFC 1939 7. */
    TOP("TOP msg n", Pop3CommandParser::top),
    /** RFC 1939 7. */
    UIDL("UIDL [msg]", text -> Pop3CommandParser.optionalNumber(text, Pop3Command.Uidl::new)),
    /** RFC 1939 4 and 6. */
    QUIT("QUIT", text -> Pop3CommandParser.none(text, new Pop3Command.Quit()));

    private final String syntax;
    private final Function<Optional<String>, Optional<? extends Pop3Command>> arguments;

    Pop3Verb(String syntax, Function<Optional<String>, Optional<? extends Pop3Command>> arguments) {
        this.syntax = syntax;
        this.arguments = arguments;
    }

    /** The form of the command, for the answer to one that has another. */
    public String syntax() {
        return syntax;
    }

    /** The verb of that keyword, in any case (RFC 1939 3). */
    static Optional<Pop3Verb> find(String keyword) {
        String upper = keyword.toUpperCase(Locale.ROOT);
        for (Pop3Verb verb : values()) {
            if (verb.name().equals(upper)) return Optional.of(verb);
        }
        return Optional.empty();
    }

    /** Reads what follows the keyword and its space; empty if it has another form. */
    Optional<? extends Pop3Command> read(Optional<String> text) {
        return arguments.apply(text);
    }
}
