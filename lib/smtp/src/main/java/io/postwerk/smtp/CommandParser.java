package io.postwerk.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one command line (RFC 5321 4.1). Does no input or output and never fails: what breaks the grammar is a
 * {@link SmtpCommand.Malformed} that carries its reply.
 */
public final class CommandParser {
    // RFC 5321 4.1.2: esmtp-keyword and esmtp-value
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?");
    // RFC 4422 3.1: sasl-mech, up to 20 characters
    private static final Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");

    private CommandParser() {}

    /** Reads {@code line}, the octets between two CRLF. */
    public static SmtpCommand parse(byte[] line) {
        Cursor cursor = new Cursor(withoutTrailingSpace(new String(line, StandardCharsets.ISO_8859_1)));
        Verb verb = verb(cursor.until(' '));
        boolean hasArgument = cursor.skip(' ');
        return switch (verb) {
            case HELO -> hello(verb, cursor, SmtpCommand.Helo::new);
            case EHLO -> hello(verb, cursor, SmtpCommand.Ehlo::new);
            case LHLO -> hello(verb, cursor, SmtpCommand.Lhlo::new);
            case MAIL -> mail(cursor);
            case RCPT -> rcpt(cursor);
            case DATA -> hasArgument ? noArgument(verb) : new SmtpCommand.Data();
            case RSET -> hasArgument ? noArgument(verb) : new SmtpCommand.Rset();
            case QUIT -> hasArgument ? noArgument(verb) : new SmtpCommand.Quit();
            // RFC 3207 4: 501 if it has parameters
            case STARTTLS -> hasArgument ? noArgument(verb) : new SmtpCommand.StartTls();
            // RFC 5321 4.1.1.9: the argument is to be ignored
            case NOOP -> new SmtpCommand.Noop();
            case HELP -> new SmtpCommand.Help();
            case VRFY -> string(verb, cursor, SmtpCommand.Vrfy::new);
            case EXPN -> string(verb, cursor, SmtpCommand.Expn::new);
            case AUTH -> auth(cursor);
            case UNKNOWN -> new SmtpCommand.Unknown();
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

    // RFC 5321 2.4: verbs in any case
    private static Verb verb(String word) {
        for (Verb verb : Verb.values()) {
            if (verb != Verb.UNKNOWN && verb.name().equalsIgnoreCase(word)) {
                return verb;
            }
        }
        return Verb.UNKNOWN;
    }

    private static SmtpCommand hello(Verb verb, Cursor cursor, Function<HelloName, SmtpCommand> command) {
        return HelloName.tryParse(cursor.rest()).map(command).orElseGet(() -> malformed(verb, Replies.badHello()));
    }

    private static SmtpCommand mail(Cursor cursor) {
        if (!cursor.skipWord("FROM:")) {
            return expected(Verb.MAIL, "MAIL FROM:<address>");
        }
        // Not in the grammar, but common: a space after the colon.
        cursor.skipSpaces();
        PathParser.Path path = PathParser.read(cursor);
        return switch (path) {
            case PathParser.Path.Null() -> mail(ReversePath.NULL, cursor);
            case PathParser.Path.Mailbox(var address) -> mail(ReversePath.of(address), cursor);
            case PathParser.Path.Postmaster() -> malformed(Verb.MAIL, Replies.badSenderSyntax("no domain"));
            case PathParser.Path.AtLiteral() -> malformed(Verb.MAIL, Replies.addressLiteralSender());
            case PathParser.Path.Wrong(String why) ->
                malformed(Verb.MAIL, cursor.hasNonAscii() ? Replies.nonAsciiAddress() : Replies.badSenderSyntax(why));
        };
    }

    private static SmtpCommand mail(ReversePath reversePath, Cursor cursor) {
        return switch (parameters(cursor)) {
            case Parsed.Valid<EsmtpParameters>(var parameters) -> new SmtpCommand.Mail(reversePath, parameters);
            case Parsed.Refused<EsmtpParameters>(var reply) -> malformed(Verb.MAIL, reply);
        };
    }

    private static SmtpCommand rcpt(Cursor cursor) {
        if (!cursor.skipWord("TO:")) {
            return expected(Verb.RCPT, "RCPT TO:<address>");
        }
        cursor.skipSpaces();
        PathParser.Path path = PathParser.read(cursor);
        return switch (path) {
            case PathParser.Path.Null() -> malformed(Verb.RCPT, Replies.badRecipientSyntax("it is empty"));
            case PathParser.Path.Mailbox(var address) -> rcpt(new ForwardPath.Mailbox(address), cursor);
            case PathParser.Path.Postmaster() -> rcpt(new ForwardPath.Postmaster(), cursor);
            case PathParser.Path.AtLiteral() -> malformed(Verb.RCPT, Replies.addressLiteralRecipient());
            case PathParser.Path.Wrong(String why) ->
                malformed(
                        Verb.RCPT, cursor.hasNonAscii() ? Replies.nonAsciiAddress() : Replies.badRecipientSyntax(why));
        };
    }

    private static SmtpCommand rcpt(ForwardPath forwardPath, Cursor cursor) {
        return switch (parameters(cursor)) {
            case Parsed.Valid<EsmtpParameters>(var parameters) -> new SmtpCommand.Rcpt(forwardPath, parameters);
            case Parsed.Refused<EsmtpParameters>(var reply) -> malformed(Verb.RCPT, reply);
        };
    }

    private static Parsed<EsmtpParameters> parameters(Cursor cursor) {
        if (cursor.atEnd()) {
            return new Parsed.Valid<>(EsmtpParameters.NONE);
        }
        if (!cursor.skip(' ')) {
            return new Parsed.Refused<>(Replies.badParameters());
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (String word : cursor.rest().split(" +")) {
            var matcher = PARAMETER.matcher(word);
            if (!matcher.matches()) {
                return new Parsed.Refused<>(Replies.badParameters());
            }
            String keyword = matcher.group(1).toUpperCase(Locale.ROOT);
            if (values.putIfAbsent(keyword, Optional.ofNullable(matcher.group(2))) != null) {
                // RFC 5321 4.1.1.11: no keyword more than once
                return new Parsed.Refused<>(Replies.repeatedParameter(keyword));
            }
        }
        return new Parsed.Valid<>(new EsmtpParameters(values));
    }

    private static SmtpCommand auth(Cursor cursor) {
        String mechanism = cursor.until(' ').toUpperCase(Locale.ROOT);
        if (!MECHANISM.matcher(mechanism).matches()) {
            return expected(Verb.AUTH, "AUTH mechanism [initial-response]");
        }
        if (!cursor.skip(' ')) {
            return new SmtpCommand.Auth(mechanism, Optional.empty());
        }
        String response = cursor.rest();
        // RFC 4954 4: "=" is an empty initial response
        Optional<byte[]> decoded = response.equals("=") ? Optional.of(new byte[0]) : base64(response);
        if (decoded.isEmpty()) {
            return malformed(Verb.AUTH, AuthReplies.malformed());
        }
        return new SmtpCommand.Auth(mechanism, decoded);
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

    private static SmtpCommand string(Verb verb, Cursor cursor, Function<String, SmtpCommand> command) {
        String argument = cursor.rest();
        boolean printable = !argument.isEmpty() && argument.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        return printable ? command.apply(argument) : expected(verb, verb + " name");
    }

    private static SmtpCommand noArgument(Verb verb) {
        return malformed(verb, Replies.noArgumentAllowed(verb));
    }

    private static SmtpCommand expected(Verb verb, String syntax) {
        return malformed(verb, Replies.syntax(syntax));
    }

    private static SmtpCommand malformed(Verb verb, SmtpReply reply) {
        return new SmtpCommand.Malformed(verb, reply);
    }
}
