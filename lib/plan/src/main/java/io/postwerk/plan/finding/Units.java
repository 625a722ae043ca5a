package io.postwerk.plan.finding;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities and durations of the resources as plain numbers. What is given fits the patterns of the CRDs. */
public final class Units {
    private static final Pattern QUANTITY = Pattern.compile("([0-9]+)([A-Za-z]*)");
    private static final Pattern DURATION = Pattern.compile("(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?");
    private static final Map<String, Long> FACTORS = Map.of(
            "", 1L,
            "k", 1_000L,
            "M", 1_000_000L,
            "G", 1_000_000_000L,
            "T", 1_000_000_000_000L,
            "Ki", 1L << 10,
            "Mi", 1L << 20,
            "Gi", 1L << 30,
            "Ti", 1L << 40);

    private Units() {}

    /** Octets of a quantity such as {@code 5Gi}; more than a long can hold is the largest long. */
    public static long octets(String quantity) {
        Matcher matcher = match(QUANTITY, quantity);
        try {
            return Math.multiplyExact(
                    Long.parseLong(matcher.group(1)), Objects.requireNonNull(FACTORS.get(matcher.group(2))));
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Seconds of a duration such as {@code 1h30m}. */
    public static long seconds(String duration) {
        Matcher matcher = match(DURATION, duration);
        return 3600 * part(matcher, 1) + 60 * part(matcher, 2) + part(matcher, 3);
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "'%s' does not fit the schema", text));
        }
        return matcher;
    }
}
