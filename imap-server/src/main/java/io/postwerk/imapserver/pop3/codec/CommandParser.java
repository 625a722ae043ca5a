package io.postwerk.imapserver.pop3.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads command lines: a keyword in any case, then arguments, each after a single space (RFC 1939 3). Spaces at the end
 * of a line are forgiven, except where they can be a part of the argument.
 */
public final class CommandParser {
    // RFC 4422 3.1: 1 to 20 letters, digits, hyphens and underscores
    private static final int MAX_MECHANISM = 20;

    private CommandParser() {}

    /** Reads a line without its CRLF. */
    public static ParsedCommand parse(byte[] line) {
        Optional<String> decoded = decode(line);
        if (decoded.isEmpty()) return new ParsedCommand.Unknown();
        String text = decoded.get();
        int space = text.indexOf(' ');
        String keyword = space < 0 ? text : text.substring(0, space);
        Optional<Verb> verb = Verb.of(keyword);
        if (verb.isEmpty()) return new ParsedCommand.Unknown();
        Optional<String> arguments = space < 0 ? Optional.empty() : Optional.of(text.substring(space + 1));
        return command(verb.get(), arguments)
                .<ParsedCommand>map(ParsedCommand.Valid::new)
                .orElseGet(() -> new ParsedCommand.BadSyntax(verb.get()));
    }

    private static Optional<? extends Pop3Command> command(Verb verb, Optional<String> arguments) {
        return switch (verb) {
            case CAPA -> none(arguments, new Pop3Command.Capa());
            case STLS -> none(arguments, new Pop3Command.Stls());
            case STAT -> none(arguments, new Pop3Command.Stat());
            case NOOP -> none(arguments, new Pop3Command.Noop());
            case RSET -> none(arguments, new Pop3Command.Rset());
            case QUIT -> none(arguments, new Pop3Command.Quit());
            case USER ->
                arguments
                        .map(String::stripTrailing)
                        .filter(name -> !name.isEmpty())
                        .map(Pop3Command.User::new);
            // RFC 1939 7: a server may treat spaces in the argument as part of the password
            case PASS -> arguments.map(Pop3Command.Pass::new);
            case AUTH -> arguments.map(String::stripTrailing).flatMap(CommandParser::auth);
            case LIST -> optionalNumber(arguments, Pop3Command.ListSizes::new);
            case UIDL -> optionalNumber(arguments, Pop3Command.Uidl::new);
            case RETR -> arguments.flatMap(CommandParser::number).map(Pop3Command.Retr::new);
            case DELE -> arguments.flatMap(CommandParser::number).map(Pop3Command.Dele::new);
            case TOP -> arguments.flatMap(CommandParser::top);
        };
    }

    private static Optional<Pop3Command> none(Optional<String> arguments, Pop3Command command) {
        return arguments.filter(text -> !text.isBlank()).isPresent() ? Optional.empty() : Optional.of(command);
    }

    private static Optional<Pop3Command> optionalNumber(
            Optional<String> arguments, Function<OptionalInt, Pop3Command> command) {
        if (arguments.filter(text -> !text.isBlank()).isEmpty()) {
            return Optional.of(command.apply(OptionalInt.empty()));
        }
        return arguments.flatMap(CommandParser::number).map(number -> command.apply(OptionalInt.of(number)));
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

    private static Optional<Pop3Command> top(String text) {
        int space = text.indexOf(' ');
        if (space < 0) return Optional.empty();
        // RFC 1939 7: a message number and a non-negative number of lines, both required
        return number(text.substring(0, space))
                .flatMap(
                        message -> number(text.substring(space + 1)).map(lines -> new Pop3Command.Top(message, lines)));
    }

    private static Optional<Pop3Command> auth(String text) {
        int space = text.indexOf(' ');
        String mechanism = space < 0 ? text : text.substring(0, space);
        Optional<String> initialResponse = space < 0 ? Optional.empty() : Optional.of(text.substring(space + 1));
        boolean valid = !mechanism.isEmpty()
                && mechanism.length() <= MAX_MECHANISM
                && mechanism.chars().allMatch(CommandParser::isMechanismCharacter)
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
