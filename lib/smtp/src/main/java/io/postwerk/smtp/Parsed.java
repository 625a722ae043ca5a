package io.postwerk.smtp;

/** What reading an argument gives: its value, or the reply that refuses it. */
public sealed interface Parsed<T> {
    /** The argument follows the grammar. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** It does not. */
    record Refused<T>(SmtpReply reply) implements Parsed<T> {}
}
