package io.postwerk.imapserver.imap.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** date and date-time of RFC 3501 section 9. */
public final class ImapDates {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final Pattern DATE = Pattern.compile("(\\d{1,2})-([A-Za-z]{3})-(\\d{4})");
    private static final Pattern DATE_TIME =
            Pattern.compile("( \\d|\\d\\d)-([A-Za-z]{3})-(\\d{4}) (\\d\\d):(\\d\\d):(\\d\\d) ([+-])(\\d\\d)([0-5]\\d)");

    private ImapDates() {}

    /** date = date-text / DQUOTE date-text DQUOTE. */
    static LocalDate date(CommandScanner in) throws SyntaxException {
        Matcher date = DATE.matcher(in.astring());
        if (!date.matches()) {
            throw new SyntaxException("Not a date: expected such as 1-Feb-1994");
        }
        try {
            return LocalDate.of(Integer.parseInt(date.group(3)), month(date.group(2)), Integer.parseInt(date.group(1)));
        } catch (DateTimeException e) {
            throw new SyntaxException("No such day");
        }
    }

    /** date-time, in quotes. */
    static OffsetDateTime dateTime(CommandScanner in) throws SyntaxException {
        Matcher time = DATE_TIME.matcher(CommandScanner.utf8(in.string()));
        if (!time.matches()) {
            throw new SyntaxException("Not a date-time: expected such as \"17-Jul-1996 02:44:25 -0700\"");
        }
        try {
            int sign = time.group(7).equals("-") ? -1 : 1;
            ZoneOffset zone = ZoneOffset.ofHoursMinutes(
                    sign * Integer.parseInt(time.group(8)), sign * Integer.parseInt(time.group(9)));
            return OffsetDateTime.of(
                    Integer.parseInt(time.group(3)),
                    month(time.group(2)),
                    Integer.parseInt(time.group(1).strip()),
                    Integer.parseInt(time.group(4)),
                    Integer.parseInt(time.group(5)),
                    // a leap second has no place in java.time
                    Math.min(Integer.parseInt(time.group(6)), 59),
                    0,
                    zone);
        } catch (DateTimeException e) {
            throw new SyntaxException("No such time");
        }
    }

    private static int month(String name) throws SyntaxException {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).equalsIgnoreCase(name)) {
                return i + 1;
            }
        }
        throw new SyntaxException("No such month");
    }

    /** INTERNALDATE as the server shows it: in UTC, without the quotes. */
    public static String format(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        // RFC 3501 9: date-day-fixed is (SP DIGIT) / 2DIGIT
        return String.format(
                Locale.ROOT,
                "%2d-%s-%04d %02d:%02d:%02d +0000",
                time.getDayOfMonth(),
                MONTHS.get(time.getMonthValue() - 1),
                time.getYear(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }
}
