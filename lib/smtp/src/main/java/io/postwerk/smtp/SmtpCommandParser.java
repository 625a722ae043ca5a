package io.postwerk.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one command line (RFC 5321 4.1). Does no input or output and never fails. */
public final class SmtpCommandParser {
    // RFC 5321 4.5.3.1.4: 512 octets, and what the parameters of extensions add
    private static final int MAX_COMMAND_LINE = 2048;
    // RFC 4422 3.1: sasl-mech, up to 20 characters
    private static final Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");

    /** What a line holds. */
    public sealed interface Line {
        /** A command that follows the grammar. */
        record Valid(SmtpVerb verb, SmtpCommand command) implements Line {}

        /**
         * The verb is known and its arguments break the grammar.
         *
         * @param reply what to answer, unless the command is out of place anyway
         */
        record BadSyntax(SmtpVerb verb, SmtpReply reply) implements Line {}

        /** The first word is no command. */
        record UnknownVerb() implements Line {}

        /** The line is too long or does not end with CRLF, whatever its verb. */
        record BadLine(SmtpReply reply) implements Line {}

        /** The verb, if it is one. */
        default Optional<SmtpVerb> knownVerb() {
            return switch (this) {
                case Valid(SmtpVerb known, SmtpCommand _) -> Optional.of(known);
                case BadSyntax(SmtpVerb known, SmtpReply _) -> Optional.of(known);
                case UnknownVerb(), BadLine(SmtpReply _) -> Optional.empty();
            };
        }
    }

    private SmtpCommandParser() {}

    /** Reads {@code line}, the octets between two CRLF. */
    public static Line parse(byte[] line) {
        Cursor cursor = new Cursor(withoutTrailingSpace(new String(line, StandardCharsets.ISO_8859_1)));
        Optional<SmtpVerb> found = SmtpVerb.find(cursor.until(' '));
        // RFC 4954 4: lines of AUTH may be longer
        if (line.length + 2 > MAX_COMMAND_LINE
                && found.filter(SmtpVerb.AUTH::equals).isEmpty()) {
            return new Line.BadLine(Replies.LINE_TOO_LONG);
        }
        if (found.isEmpty()) {
            return new Line.UnknownVerb();
        }
        cursor.skip(' ');
        SmtpVerb verb = found.get();
        return switch (verb.read(cursor)) {
            case Parsed.Valid<SmtpCommand>(var command) -> new Line.Valid(verb, command);
            case Parsed.Refused<SmtpCommand>(var reply) -> new Line.BadSyntax(verb, reply);
        };
    }

    // RFC 5321 4.1.1: white space before <CRLF> should be tolerated
    private static String withoutTrailingSpace(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return line.substring(0, end);
    }

    // ---- arguments, as the verbs name their readers

    static Parsed<SmtpCommand> hello(Cursor line, Function<HelloName, SmtpCommand> command) {
        return HelloName.tryParse(line.rest())
                .<Parsed<SmtpCommand>>map(name -> new Parsed.Valid<>(command.apply(name)))
                .orElseGet(() -> new Parsed.Refused<>(Replies.BAD_HELLO));
    }

    static Parsed<SmtpCommand> mail(SmtpVerb verb, Cursor line) {
        if (!line.skipWord("FROM:")) {
            return badSyntax(verb);
        }
        // Not in the grammar, but common: a space after the colon.
        line.skipSpaces();
        return PathParser.reversePath(line)
                .flatMap(path -> EsmtpParameters.read(line).map(parameters -> new SmtpCommand.Mail(path, parameters)));
    }

    static Parsed<SmtpCommand> rcpt(SmtpVerb verb, Cursor line) {
        if (!line.skipWord("TO:")) {
            return badSyntax(verb);
        }
        line.skipSpaces();
        return PathParser.forwardPath(line)
                .flatMap(path -> EsmtpParameters.read(line).map(parameters -> new SmtpCommand.Rcpt(path, parameters)));
    }

    static Parsed<SmtpCommand> auth(SmtpVerb verb, Cursor line) {
        String mechanism = line.until(' ').toUpperCase(Locale.ROOT);
        if (!MECHANISM.matcher(mechanism).matches()) {
            return badSyntax(verb);
        }
        if (!line.skip(' ')) {
            return new Parsed.Valid<>(new SmtpCommand.Auth(mechanism, Optional.empty()));
        }
        String response = line.rest();
        // RFC 4954 4: "=" is an empty initial response
        Optional<byte[]> decoded = response.equals("=") ? Optional.of(new byte[0]) : base64(response);
        return decoded.isEmpty()
                ? new Parsed.Refused<>(Replies.Auth.MALFORMED)
                : new Parsed.Valid<>(new SmtpCommand.Auth(mechanism, decoded));
    }

    static Parsed<SmtpCommand> text(SmtpVerb verb, Cursor line, Function<String, SmtpCommand> command) {
        String argument = line.rest();
        boolean printable = !argument.isEmpty() && argument.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return printable ? new Parsed.Valid<>(command.apply(argument)) : badSyntax(verb);
    }

    static Parsed<SmtpCommand> noArgument(SmtpVerb verb, Cursor line, SmtpCommand command) {
        return line.atEnd() ? new Parsed.Valid<>(command) : new Parsed.Refused<>(Replies.noArgumentAllowed(verb));
    }

    private static Parsed<SmtpCommand> badSyntax(SmtpVerb verb) {
        return new Parsed.Refused<>(Replies.syntax(verb));
    }

    /** {@link #base64(String)} of octets that should be US-ASCII. */
    public static Optional<byte[]> base64(byte[] text) {
        return base64(new String(text, StandardCharsets.ISO_8859_1));
    }

    /** Decodes strict base64 (RFC 4648 4: alphabet and padding as they should be), as AUTH and its answers use it. */
    public static Optional<byte[]> base64(String text) {
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
