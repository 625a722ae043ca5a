package io.postwerk.smtp;

import java.util.function.Function;

/** The result of reading an argument: its value, or the reply that refuses it. */
public sealed interface Parsed<T> {
    /** The argument follows the grammar. */
    record Valid<T>(T value) implements Parsed<T> {}

    /** The argument breaks the grammar. */
    record Refused<T>(SmtpReply reply) implements Parsed<T> {}

    /** Goes on with the value, if there is one. */
    default <R> Parsed<R> flatMap(Function<? super T, ? extends Parsed<R>> next) {
        return switch (this) {
            case Valid<T>(T value) -> next.apply(value);
            case Refused<T>(SmtpReply reply) -> new Refused<>(reply);
        };
    }

    /** Makes another value of the value, if there is one. */
    default <R> Parsed<R> map(Function<? super T, ? extends R> function) {
        return flatMap(value -> new Valid<>(function.apply(value)));
    }
}
