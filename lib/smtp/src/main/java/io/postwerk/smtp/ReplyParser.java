package io.postwerk.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a server's reply, line by line (RFC 5321 4.2). The enhanced code, where there is one, is taken out of the text.
 * An instance reads one reply, on one thread.
 */
public final class ReplyParser {
    private static final int MAX_LINES = 200;

    private final List<String> texts = new ArrayList<>();
    private Optional<String> code = Optional.empty();

    /** The result of a line. */
    public sealed interface Step {
        /** There are more lines to come. */
        record More() implements Step {}

        record Done(SmtpReply reply) implements Step {}

        /** This is no reply. */
        record Malformed(String why) implements Step {}
    }

    /** Takes the next line, without its CRLF. */
    public Step add(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        // RFC 5321 4.2: the first digit is 2 to 5, the second 0 to 5
        if (!beginsWithCode(text)) {
            return new Step.Malformed("no reply code");
        }
        String digits = text.substring(0, 3);
        if (!code.orElse(digits).equals(digits)) {
            // RFC 5321 4.2.1: the same code on every line
            return new Step.Malformed("reply codes differ");
        }
        if (texts.size() == MAX_LINES) {
            return new Step.Malformed("too many lines");
        }
        code = Optional.of(digits);
        texts.add(text.length() > 4 ? text.substring(4) : "");
        boolean last = text.length() == 3 || text.charAt(3) == ' ';
        return last ? new Step.Done(reply(Integer.parseInt(digits))) : new Step.More();
    }

    private static boolean beginsWithCode(String text) {
        return text.length() >= 3
                && isBetween(text.charAt(0), '2', '5')
                && isBetween(text.charAt(1), '0', '5')
                && isBetween(text.charAt(2), '0', '9')
                && (text.length() == 3 || text.charAt(3) == ' ' || text.charAt(3) == '-');
    }

    private static boolean isBetween(char c, char first, char last) {
        return c >= first && c <= last;
    }

    private SmtpReply reply(int digits) {
        Optional<EnhancedCode> enhanced =
                EnhancedCode.tryParse(firstWord(texts.getFirst())).filter(status -> status.category() == digits / 100);
        if (enhanced.isEmpty()) {
            return new SmtpReply(digits, enhanced, texts);
        }
        // RFC 2034 3: the code stands in front of each line's text
        String prefix = enhanced.get().toString();
        List<String> bare = texts.stream()
                .map(text -> firstWord(text).equals(prefix)
                        ? text.substring(prefix.length()).strip()
                        : text)
                .toList();
        return new SmtpReply(digits, enhanced, bare);
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }
}
