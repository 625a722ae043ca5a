package io.postwerk.store;

import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.StoreResult.NoSuchFolder;
import java.util.List;

/** What happened in a folder since a mod-sequence. */
public sealed interface Changes permits Changes.Delta, Changes.TooOld, NoSuchFolder {
    /**
     * Everything, consistent at one moment.
     *
     * @param changed messages that arrived or got other flags since, in the order of UIDs, as they are now
     * @param vanished messages that were expunged since, possibly some that arrived only since
     * @param uidNext at that moment
     * @param highestModSeq at that moment; ask with this next time
     */
    record Delta(List<MessageFlags> changed, UidSet vanished, long uidNext, long highestModSeq) implements Changes {
        public Delta {
            changed = List.copyOf(changed);
        }

        public boolean isEmpty() {
            return changed.isEmpty() && vanished.isEmpty();
        }
    }

    /** Which messages vanished since then is no longer known: open the folder again and compare. */
    record TooOld() implements Changes {}
}
