package io.postwerk.smtp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters after a path (RFC 5321 4.1.2): keywords in upper case, in the order given, each once, with its value.
 *
 * @param values an empty Optional for a keyword without {@code =}
 */
public record EsmtpParameters(Map<String, Optional<String>> values) {
    // RFC 5321 4.1.2: esmtp-keyword and esmtp-value
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?");

    /** No parameters. */
    public static final EsmtpParameters NONE = new EsmtpParameters(Map.of());

    public EsmtpParameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads the rest of a line, behind its path. */
    static Parsed<EsmtpParameters> read(Cursor line) {
        if (line.atEnd()) {
            return new Parsed.Valid<>(NONE);
        }
        if (!line.skip(' ')) {
            return new Parsed.Refused<>(Replies.BAD_PARAMETERS);
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (String word : line.rest().split(" +")) {
            Matcher matcher = PARAMETER.matcher(word);
            if (!matcher.matches()) {
                return new Parsed.Refused<>(Replies.BAD_PARAMETERS);
            }
            String keyword = matcher.group(1).toUpperCase(Locale.ROOT);
            if (values.putIfAbsent(keyword, Optional.ofNullable(matcher.group(2))) != null) {
                // RFC 5321 4.1.1.11: no keyword more than once
                return new Parsed.Refused<>(Replies.repeatedParameter(keyword));
            }
        }
        return new Parsed.Valid<>(new EsmtpParameters(values));
    }

    /** These parameters and one more. */
    public EsmtpParameters with(String keyword, String value) {
        Map<String, Optional<String>> more = new LinkedHashMap<>(values);
        more.put(keyword, Optional.of(value));
        return new EsmtpParameters(more);
    }

    /** As they follow a path: a space in front of each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((keyword, value) -> {
            text.append(' ').append(keyword);
            value.ifPresent(present -> text.append('=').append(present));
        });
        return text.toString();
    }
}
