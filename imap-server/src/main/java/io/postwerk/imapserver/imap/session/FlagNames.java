package io.postwerk.imapserver.imap.session;

import io.postwerk.store.Flags;
import io.postwerk.store.Flags.SystemFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Converts flags of the store to their names in IMAP, and back. */
public final class FlagNames {
    /** RFC 3501 2.3.2. */
    public static final List<String> SYSTEM =
            Arrays.stream(SystemFlag.values()).map(SystemFlag::imapName).toList();

    private FlagNames() {}

    /** @param recent to this session */
    public static List<String> of(Flags flags, boolean recent) {
        List<String> names = new ArrayList<>();
        flags.system().forEach(flag -> names.add(flag.imapName()));
        names.addAll(flags.keywords());
        if (recent) {
            names.add("\\Recent");
        }
        return names;
    }

    /** @param names system flags and keywords as the codec reads them */
    public static Flags parse(Collection<String> names) {
        List<SystemFlag> system = new ArrayList<>();
        List<String> keywords = new ArrayList<>();
        for (String name : names) {
            Optional<SystemFlag> flag = SystemFlag.ofImapName(name);
            flag.ifPresentOrElse(system::add, () -> keywords.add(name));
        }
        return Flags.of(system, keywords);
    }
}
