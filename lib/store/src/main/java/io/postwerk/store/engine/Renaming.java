package io.postwerk.store.engine;

import io.postwerk.store.FolderName;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a rename means for all folders of a mailbox (RFC 3501 section 6.3.5), except for what INBOX does. */
public sealed interface Renaming {
    /**
     * It can be done.
     *
     * @param names every folder whose name changes, and its new name
     * @param missingParents levels above the new name that are no folders yet, the highest first
     */
    record Plan(Map<FolderName, FolderName> names, List<FolderName> missingParents) implements Renaming {}

    /** It cannot. */
    record Refused(FolderResult result) implements Renaming {}

    /** @param existing all folders of the mailbox */
    static Renaming plan(Collection<FolderName> existing, FolderName from, FolderName to) {
        if (to.equals(from)) {
            return new Refused(new FolderResult.AlreadyExists(to));
        }
        if (to.isBelow(from)) {
            return new Refused(new FolderResult.NotAllowed());
        }
        Map<FolderName, FolderName> names = new TreeMap<>();
        for (FolderName name : existing) {
            if (name.equals(from)) {
                names.put(name, to);
            } else if (name.isBelow(from)) {
                var moved = name.moved(from, to);
                if (moved.isEmpty()) {
                    return new Refused(new FolderResult.NotAllowed());
                }
                names.put(name, moved.get());
            }
        }
        if (names.isEmpty()) {
            return new Refused(new NoSuchFolder(false));
        }
        for (FolderName name : existing) {
            if (names.containsValue(name) && !names.containsKey(name)) {
                return new Refused(new FolderResult.AlreadyExists(name));
            }
        }
        return new Plan(names, missingParents(existing, to));
    }

    /** The levels above a name that are no folders. */
    static List<FolderName> missingParents(Collection<FolderName> existing, FolderName name) {
        List<FolderName> missing = new ArrayList<>(name.ancestors());
        missing.removeAll(existing);
        return missing;
    }
}
