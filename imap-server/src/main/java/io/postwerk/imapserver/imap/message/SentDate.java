package io.postwerk.imapserver.imap.message;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The day in a Date field, as its author wrote it, without time and zone (RFC 3501 section 6.4.4, SENTON). */
public final class SentDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern DAY =
            Pattern.compile("\\b(\\d{1,2})[ \\t-]+([A-Za-z]{3})[A-Za-z]*[ \\t-]+(\\d{2,4})\\b");

    /** No date is longer; of a longer field only the beginning is looked at. */
    private static final int LONGEST = 1_000;

    private SentDate() {}

    /** @return empty if there is no date in it */
    public static Optional<LocalDate> of(String dateField) {
        Matcher day = DAY.matcher(dateField.substring(0, Math.min(dateField.length(), LONGEST)));
        if (!day.find()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(day.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return Optional.of(LocalDate.of(year(day.group(3)), month, Integer.parseInt(day.group(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 5322 4.3: years of two and three digits. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 4) {
            return year;
        }
        return digits.length() == 2 && year < 50 ? 2000 + year : 1900 + year;
    }
}
