package io.postwerk.imapserver.pop3.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Reads command lines: a keyword in any case, then arguments, each after a single space (RFC 1939 3). Spaces at the end
 * of a line are forgiven, except where they can be a part of the argument.
 */
public final class Pop3CommandParser {
    // RFC 4422 3.1: 1 to 20 letters, digits, hyphens and underscores
    private static final int MAX_MECHANISM = 20;

    private Pop3CommandParser() {}

    /** What a line holds. */
    public sealed interface Line {
        /** A command that follows the grammar. */
        record Valid(Pop3Verb verb, Pop3Command command) implements Line {}

        /** The verb is known and its arguments break the grammar. */
        record BadSyntax(Pop3Verb verb) implements Line {}

        /** The first word is no command. */
        record UnknownVerb() implements Line {}
    }

    /** Reads a line without its CRLF. */
    public static Line parse(byte[] line) {
        Optional<String> decoded = decode(line);
        if (decoded.isEmpty()) return new Line.UnknownVerb();
        String text = decoded.get();
        int space = text.indexOf(' ');
        Optional<Pop3Verb> found = Pop3Verb.find(space < 0 ? text : text.substring(0, space));
        if (found.isEmpty()) return new Line.UnknownVerb();
        Pop3Verb verb = found.get();
        return verb.read(space < 0 ? Optional.empty() : Optional.of(text.substring(space + 1)))
                .<Line>map(command -> new Line.Valid(verb, command))
                .orElseGet(() -> new Line.BadSyntax(verb));
    }

    // ---- arguments, as the verbs name their readers

    static Optional<Pop3Command> none(Optional<String> arguments, Pop3Command command) {
        return arguments.filter(text -> !text.isBlank()).isPresent() ? Optional.empty() : Optional.of(command);
    }

    static Optional<Pop3Command> optionalNumber(
            Optional<String> arguments, Function<OptionalInt, Pop3Command> command) {
        if (arguments.filter(text -> !text.isBlank()).isEmpty()) {
            return Optional.of(command.apply(OptionalInt.empty()));
        }
        return arguments.flatMap(Pop3CommandParser::number).map(number -> command.apply(OptionalInt.of(number)));
    }

    static Optional<Pop3Command> number(Optional<String> arguments, IntFunction<Pop3Command> command) {
        return arguments.flatMap(Pop3CommandParser::number).map(command::apply);
    }

    static Optional<Pop3Command> user(Optional<String> arguments) {
        return arguments
                .map(String::stripTrailing)
                .filter(name -> !name.isEmpty())
                .map(Pop3Command.User::new);
    }

    private static Optional<Integer> number(String text) {
        String digits = text.stripTrailing();
        if (digits.isEmpty() || digits.length() > 40 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < digits.length() && value <= Integer.MAX_VALUE; i++) {
            value = value * 10 + digits.charAt(i) - '0';
        }
        return Optional.of((int) Math.min(value, Integer.MAX_VALUE));
    }

    static Optional<Pop3Command> top(Optional<String> arguments) {
        return arguments.flatMap(Pop3CommandParser::top);
    }

    private static Optional<Pop3Command> top(String text) {
        int space = text.indexOf(' ');
        if (space < 0) return Optional.empty();
        // RFC 1939 7: a message number and a non-negative number of lines, both required
        return number(text.substring(0, space))
                .flatMap(
                        message -> number(text.substring(space + 1)).map(lines -> new Pop3Command.Top(message, lines)));
    }

    static Optional<Pop3Command> auth(Optional<String> arguments) {
        return arguments.map(String::stripTrailing).flatMap(Pop3CommandParser::auth);
    }

    private static Optional<Pop3Command> auth(String text) {
        int space = text.indexOf(' ');
        String mechanism = space < 0 ? text : text.substring(0, space);
        Optional<String> initialResponse = space < 0 ? Optional.empty() : Optional.of(text.substring(space + 1));
        boolean valid = !mechanism.isEmpty()
                && mechanism.length() <= MAX_MECHANISM
                && mechanism.chars().allMatch(Pop3CommandParser::isMechanismCharacter)
                && initialResponse
                        .filter(response -> response.indexOf(' ') >= 0)
                        .isEmpty();
        return valid
                ? Optional.of(new Pop3Command.Auth(mechanism.toUpperCase(Locale.ROOT), initialResponse))
                : Optional.empty();
    }

    private static boolean isMechanismCharacter(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /** UTF-8 without control characters; a name or password may be more than ASCII, whatever RFC 1939 3 says. */
    private static Optional<String> decode(byte[] line) {
        for (byte octet : line) {
            if (octet >= 0 && octet < ' ' || octet == 0x7F) return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
