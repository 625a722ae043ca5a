package io.postwerk.imapserver.imap.codec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Flags as a client may set them in STORE and APPEND: RFC 3501 section 2.3.2. */
final class FlagGrammar {
    /** RFC 3501 2.3.2, by lower-case name. */
    private static final Map<String, String> SYSTEM = Map.of(
            "\\answered", "\\Answered",
            "\\flagged", "\\Flagged",
            "\\deleted", "\\Deleted",
            "\\seen", "\\Seen",
            "\\draft", "\\Draft");

    private static final int LONGEST = 255;
    private static final int MOST = 64;

    private FlagGrammar() {}

    /** flag-list, in parentheses. */
    static Set<String> list(CommandScanner in) throws SyntaxException {
        return set(in.list(FlagGrammar::flag));
    }

    /** flag-list, or flags without parentheses as STORE allows them. */
    static Set<String> listOrBare(CommandScanner in) throws SyntaxException {
        if (in.at('(')) {
            return list(in);
        }
        Set<String> flags = new LinkedHashSet<>();
        do {
            flags.add(flag(in));
        } while (in.skip(' '));
        return checked(flags);
    }

    /** System flags in the case of RFC 3501; keywords as given. */
    static String flag(CommandScanner in) throws SyntaxException {
        if (!in.skip('\\')) {
            return in.atom();
        }
        String name = "\\" + in.atom();
        String system = SYSTEM.get(name.toLowerCase(Locale.ROOT));
        // RFC 3501 9: \Recent is not a flag that can be set, and other flag-extensions are for future standards
        if (system == null) {
            throw new SyntaxException("Flag cannot be set: " + name);
        }
        return system;
    }

    private static Set<String> set(List<String> flags) throws SyntaxException {
        return checked(new LinkedHashSet<>(flags));
    }

    private static Set<String> checked(Set<String> flags) throws SyntaxException {
        if (flags.size() > MOST || flags.stream().anyMatch(flag -> flag.length() > LONGEST)) {
            throw new SyntaxException("Too many flags, or a flag too long");
        }
        return flags;
    }
}
