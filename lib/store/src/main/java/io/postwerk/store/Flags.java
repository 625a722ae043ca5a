package io.postwerk.store;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The flags of a message: system flags, and keywords that clients make up. Keywords compare without regard to case and
 * keep the case in which they were first used in a folder. Immutable.
 */
public final class Flags {
    /** The longest keyword, in octets. */
    public static final int MAX_KEYWORD_OCTETS = 255;

    public static final Flags NONE = new Flags(Set.of(), List.of());

    private final Set<SystemFlag> system;
    private final SortedSet<String> keywords;

    private Flags(Collection<SystemFlag> system, Collection<String> keywords) {
        EnumSet<SystemFlag> flags = EnumSet.noneOf(SystemFlag.class);
        flags.addAll(system);
        TreeSet<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        words.addAll(keywords);
        this.system = Collections.unmodifiableSet(flags);
        this.keywords = Collections.unmodifiableSortedSet(words);
    }

    public static Flags of(SystemFlag... system) {
        return of(List.of(system), List.of());
    }

    /** @throws IllegalArgumentException if a keyword is none; see {@link #isKeyword} */
    public static Flags of(Collection<SystemFlag> system, Collection<String> keywords) {
        if (system.isEmpty() && keywords.isEmpty()) {
            return NONE;
        }
        for (String keyword : keywords) {
            if (!isKeyword(keyword)) {
                throw new IllegalArgumentException("not a keyword");
            }
        }
        return new Flags(system, keywords);
    }

    /** Whether this can be a keyword: an atom (RFC 3501 section 9, flag-keyword) of 255 octets at most. */
    public static boolean isKeyword(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_KEYWORD_OCTETS
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0);
    }

    public Set<SystemFlag> system() {
        return system;
    }

    /** Sorted, and compared without regard to case. */
    public SortedSet<String> keywords() {
        return keywords;
    }

    public boolean has(SystemFlag flag) {
        return system.contains(flag);
    }

    public boolean isEmpty() {
        return system.isEmpty() && keywords.isEmpty();
    }

    /** These flags after {@code change} with {@code others}. */
    public Flags changed(FlagChange change, Flags others) {
        EnumSet<SystemFlag> flags = EnumSet.noneOf(SystemFlag.class);
        TreeSet<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (change != FlagChange.REPLACE) {
            flags.addAll(system);
            words.addAll(keywords);
        }
        switch (change) {
            case ADD, REPLACE -> {
                flags.addAll(others.system);
                words.addAll(others.keywords);
            }
            case REMOVE -> {
                flags.removeAll(others.system);
                // One by one: AbstractSet.removeAll would compare by the other set's idea of equality.
                others.keywords.forEach(words::remove);
            }
        }
        return flags.isEmpty() && words.isEmpty() ? NONE : new Flags(flags, words);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flags that
                && system.equals(that.system)
                && keywords.size() == that.keywords.size()
                && keywords.containsAll(that.keywords);
    }

    @Override
    public int hashCode() {
        return 31 * system.hashCode()
                + keywords.stream().mapToInt(Flags::hashIgnoringCase).sum();
    }

    /** As IMAP writes a list of flags: {@code (\Seen $Forwarded)}. */
    @Override
    public String toString() {
        List<String> names = system.stream().map(SystemFlag::imapName).toList();
        return "(" + String.join(" ", names) + (names.isEmpty() || keywords.isEmpty() ? "" : " ")
                + String.join(" ", keywords) + ")";
    }

    private static int hashIgnoringCase(String text) {
        return text.toLowerCase(Locale.ROOT).hashCode();
    }

    /** The flags that RFC 3501 section 2.3.2 defines and a client may change. ({@code \Recent} is no flag here.) */
    public enum SystemFlag {
        ANSWERED("\\Answered"),
        FLAGGED("\\Flagged"),
        DELETED("\\Deleted"),
        SEEN("\\Seen"),
        DRAFT("\\Draft");

        private final String imapName;

        SystemFlag(String imapName) {
            this.imapName = imapName;
        }

        /** As IMAP writes it, with the backslash. */
        public String imapName() {
            return imapName;
        }

        /** The flag that IMAP calls by this name, in any case. */
        public static Optional<SystemFlag> ofImapName(String name) {
            for (SystemFlag flag : values()) {
                if (flag.imapName.equalsIgnoreCase(name)) {
                    return Optional.of(flag);
                }
            }
            return Optional.empty();
        }
    }

    /** What is done with the flags that are given. */
    public enum FlagChange {
        ADD,
        REMOVE,
        REPLACE
    }

    /**
     * The flags of one message after a change.
     *
     * @param uid the message
     * @param modSeq the mod-sequence of the last change of its flags, or of its arrival
     * @param flags all its flags
     */
    public record MessageFlags(long uid, long modSeq, Flags flags) {}
}
