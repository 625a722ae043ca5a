package io.postwerk.store.engine;

import io.postwerk.store.Flags;
import io.postwerk.store.Flags.SystemFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keywords of a folder in the order of their first use, and with it a number of 64 bits for every set of flags: the
 * system flags in the lowest 8 bits, the keywords above. Immutable.
 *
 * @param names without regard to case no two are the same
 */
public record KeywordTable(List<String> names) {
    public static final KeywordTable EMPTY = new KeywordTable(List.of());

    private static final int FIRST_KEYWORD_BIT = 8;
    private static final SystemFlag[] SYSTEM_FLAGS = SystemFlag.values();

    public KeywordTable {
        names = List.copyOf(names);
    }

    /** The bit of a system flag. */
    @SuppressWarnings("EnumOrdinal") // The store keeps flags by this position; a test holds it.
    public static long bit(SystemFlag flag) {
        return 1L << flag.ordinal();
    }

    /** This table with these keywords in it; empty if these are too many. */
    public Optional<KeywordTable> with(Collection<String> keywords) {
        List<String> more = names;
        for (String keyword : keywords) {
            if (indexOf(more, keyword) < 0) {
                if (more.size() == names.size()) {
                    more = new ArrayList<>(names);
                }
                more.add(keyword);
            }
        }
        if (more.size() > StoreLimits.KEYWORDS) {
            return Optional.empty();
        }
        return Optional.of(more.size() == names.size() ? this : new KeywordTable(more));
    }

    /** Whether there is room for another keyword. */
    public boolean takesMore() {
        return names.size() < StoreLimits.KEYWORDS;
    }

    /** The bits of these flags; of keywords that are not in this table there are none. */
    public long bits(Flags flags) {
        long bits = 0;
        for (SystemFlag flag : flags.system()) {
            bits |= bit(flag);
        }
        for (String keyword : flags.keywords()) {
            int index = indexOf(names, keyword);
            if (index >= 0) {
                bits |= 1L << FIRST_KEYWORD_BIT + index;
            }
        }
        return bits;
    }

    /** The flags of these bits, their keywords spelled as in this table. */
    public Flags flags(long bits) {
        if (bits == 0) {
            return Flags.NONE;
        }
        Set<SystemFlag> system = EnumSet.noneOf(SystemFlag.class);
        for (SystemFlag flag : SYSTEM_FLAGS) {
            if ((bits & bit(flag)) != 0) {
                system.add(flag);
            }
        }
        List<String> keywords = new ArrayList<>();
        for (long rest = bits >>> FIRST_KEYWORD_BIT; rest != 0; rest &= rest - 1) {
            keywords.add(names.get(Long.numberOfTrailingZeros(rest)));
        }
        return Flags.of(system, keywords);
    }

    private static int indexOf(List<String> names, String keyword) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(keyword)) {
                return i;
            }
        }
        return -1;
    }
}
