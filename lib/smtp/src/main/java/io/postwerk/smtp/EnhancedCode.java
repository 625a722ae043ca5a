package io.postwerk.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced mail system status code: class.subject.detail (RFC 3463 2).
 *
 * @param category 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject what the status is about, 0 to 999 (RFC 3463 3)
 * @param detail the precise status within the subject, 0 to 999
 */
public record EnhancedCode(int category, int subject, int detail) {
    // RFC 3463 2: each number without leading zeros
    private static final Pattern SYNTAX = Pattern.compile("([245])\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    public EnhancedCode {
        if (category != 2 && category != 4 && category != 5) {
            throw new IllegalArgumentException("class of an enhanced code: " + category);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("enhanced code out of bounds: " + subject + "." + detail);
        }
    }

    /** Reads {@code text} as exactly one enhanced code; empty if it is not one. */
    public static Optional<EnhancedCode> tryParse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedCode(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))));
    }

    /** The code as it goes over the wire, such as {@code 5.1.1}. */
    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
