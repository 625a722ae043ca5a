package io.postwerk.smtp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters after a path (RFC 5321 4.1.2): keywords in upper case, in the order given, each once, with its value.
 *
 * @param values an empty Optional for a keyword without {@code =}
 */
public record EsmtpParameters(Map<String, Optional<String>> values) {
    /** No parameters. */
    public static final EsmtpParameters NONE = new EsmtpParameters(Map.of());

    public EsmtpParameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
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
