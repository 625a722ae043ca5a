package io.postwerk.store;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a folder, its levels divided by {@code /}. Unicode in normal form C; how a protocol writes it (as IMAP's
 * modified UTF-7) is left to the protocol. {@code INBOX} is the same in any case, also as the first level of a longer
 * name (RFC 3501 section 5.1).
 *
 * <p>Every level has 1 to 255 octets of UTF-8 and neither control characters nor IMAP's wildcards; 1,000 octets and 32
 * levels at most.
 *
 * @param value the name in its one spelling
 */
public record FolderName(String value) implements Comparable<FolderName> {
    /** What divides the levels of a name. */
    public static final char SEPARATOR = '/';

    /** The folder that every mailbox has and that new mail goes to. */
    public static final FolderName INBOX = new FolderName("INBOX");

    /** The longest name, in UTF-8. */
    public static final int MAX_OCTETS = 1000;

    private static final int MAX_LEVEL_OCTETS = 255;
    private static final int MAX_LEVELS = 32;

    /** @throws IllegalArgumentException if this is no folder name, or not its one spelling; see {@link #parse} */
    public FolderName {
        if (!value.equals(spell(value)) || !isValid(value)) {
            throw new IllegalArgumentException("not a folder name in its one spelling");
        }
    }

    /** A name as a client gives it, without a separator at its end; empty if there can be no such folder. */
    public static Optional<FolderName> parse(String text) {
        String spelled = spell(text);
        return isValid(spelled) ? Optional.of(new FolderName(spelled)) : Optional.empty();
    }

    public boolean isInbox() {
        return value.equals("INBOX");
    }

    /** The level above; empty for a name of one level. */
    public Optional<FolderName> parent() {
        int end = value.lastIndexOf(SEPARATOR);
        return end < 0 ? Optional.empty() : Optional.of(new FolderName(value.substring(0, end)));
    }

    /** All levels above, the highest first. */
    public List<FolderName> ancestors() {
        List<FolderName> all = new ArrayList<>();
        for (int end = value.indexOf(SEPARATOR); end >= 0; end = value.indexOf(SEPARATOR, end + 1)) {
            all.add(new FolderName(value.substring(0, end)));
        }
        return all;
    }

    /** Whether this name lies below {@code other}, at whatever depth. */
    public boolean isBelow(FolderName other) {
        return value.length() > other.value.length()
                && value.startsWith(other.value)
                && value.charAt(other.value.length()) == SEPARATOR;
    }

    /**
     * This name, which lies below {@code from}, at the same place below {@code to}; empty if that would be too long or
     * too deep.
     */
    public Optional<FolderName> moved(FolderName from, FolderName to) {
        if (!isBelow(from)) {
            throw new IllegalArgumentException(value + " is not below " + from.value);
        }
        return parse(to.value + value.substring(from.value.length()));
    }

    @Override
    public int compareTo(FolderName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String spell(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        // RFC 3501 5.1
        if (normal.regionMatches(true, 0, "INBOX", 0, 5)
                && (normal.length() == 5 || normal.charAt(5) == SEPARATOR)
                && normal.chars().limit(5).allMatch(c -> c < 0x80)) {
            return "INBOX" + normal.substring(5);
        }
        return normal;
    }

    private static boolean isValid(String name) {
        if (name.length() > MAX_OCTETS || name.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return false;
        }
        String[] levels = name.split(String.valueOf(SEPARATOR), -1);
        if (levels.length > MAX_LEVELS) {
            return false;
        }
        for (String level : levels) {
            if (level.isEmpty() || level.getBytes(StandardCharsets.UTF_8).length > MAX_LEVEL_OCTETS) {
                return false;
            }
        }
        return name.codePoints().noneMatch(FolderName::isRefused);
    }

    private static boolean isRefused(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> c == '*' || c == '%';
        };
    }
}
