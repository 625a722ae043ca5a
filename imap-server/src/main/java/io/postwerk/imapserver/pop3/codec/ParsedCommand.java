package io.postwerk.imapserver.pop3.codec;

/** What a line turned out to be. */
public sealed interface ParsedCommand {
    record Valid(Pop3Command command) implements ParsedCommand {}

    /** No command of that name. */
    record Unknown() implements ParsedCommand {}

    /** The command of that name has another form. */
    record BadSyntax(Verb verb) implements ParsedCommand {}
}
