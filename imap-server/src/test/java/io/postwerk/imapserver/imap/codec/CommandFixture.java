package io.postwerk.imapserver.imap.codec;

import java.nio.charset.StandardCharsets;

/** Parses commands that are written as text; literals stand after a line that announces them, without CRLF between. */
final class CommandFixture {
    private CommandFixture() {}

    /** One line, then literal and line in turn. */
    static CommandText text(String... linesAndLiterals) {
        CommandText text = new CommandText(utf8(linesAndLiterals[0]));
        for (int i = 1; i < linesAndLiterals.length; i += 2) {
            text.add(utf8(linesAndLiterals[i]), utf8(linesAndLiterals[i + 1]));
        }
        return text;
    }

    static Command parse(String... linesAndLiterals) throws SyntaxException {
        return parse(CodecLimits.DEFAULT, linesAndLiterals);
    }

    static Command parse(CodecLimits limits, String... linesAndLiterals) throws SyntaxException {
        return CommandLine.read(text(linesAndLiterals), limits).arguments();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
