package io.postwerk.imapserver.imap.codec;

import java.nio.charset.StandardCharsets;

/** Parses commands that are written as text; literals stand after a line that announces them, without CRLF between. */
final class ImapCommandFixture {
    private ImapCommandFixture() {}

    /** One line, then literal and line in turn. */
    static CommandText text(String... linesAndLiterals) {
        CommandText text = new CommandText(utf8(linesAndLiterals[0]));
        for (int i = 1; i < linesAndLiterals.length; i += 2) {
            text.add(utf8(linesAndLiterals[i]), utf8(linesAndLiterals[i + 1]));
        }
        return text;
    }

    static ImapCommand parse(String... linesAndLiterals) throws SyntaxException {
        return parse(CodecLimits.DEFAULT, linesAndLiterals);
    }

    static ImapCommand parse(CodecLimits limits, String... linesAndLiterals) throws SyntaxException {
        return command(ImapCommandParser.parse(text(linesAndLiterals), limits));
    }

    /** The command of a line that is known to have a tag and a verb. */
    static ImapCommand command(ImapCommandParser.Line line) throws SyntaxException {
        return switch (line) {
            case ImapCommandParser.Line.Valid valid -> valid.command();
            case ImapCommandParser.Line.BadSyntax bad -> throw bad.problem();
            case ImapCommandParser.Line.UnknownVerb unknown -> throw new SyntaxException("Unknown command");
            case ImapCommandParser.Line.NoTag none -> throw new SyntaxException("No tag");
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
