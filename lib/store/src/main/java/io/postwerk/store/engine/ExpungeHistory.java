package io.postwerk.store.engine;

import io.postwerk.store.UidSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** The last removals of messages in a folder. Not for several threads at once. */
public final class ExpungeHistory {
    private final Deque<Removal> last = new ArrayDeque<>();
    private long forgottenUpTo;

    /** @param forgottenUpTo removals up to this mod-sequence are not known any more */
    public ExpungeHistory(long forgottenUpTo) {
        this.forgottenUpTo = forgottenUpTo;
    }

    /** Messages that were removed in one step, and the mod-sequence of that. */
    public record Removal(long modSeq, UidSet uids) {}

    /**
     * Remembers a removal; again does nothing.
     *
     * @return the removal that is forgotten for it, if there is one
     */
    public Optional<Removal> add(long modSeq, UidSet uids) {
        if (!last.isEmpty() && modSeq <= last.getLast().modSeq) {
            return Optional.empty();
        }
        last.addLast(new Removal(modSeq, uids));
        if (last.size() <= StoreLimits.REMEMBERED_REMOVALS) {
            return Optional.empty();
        }
        Removal forgotten = last.removeFirst();
        forgottenUpTo = forgotten.modSeq;
        return Optional.of(forgotten);
    }

    /** What was removed after {@code modSeq}; empty if that is no longer known. */
    public Optional<UidSet> since(long modSeq) {
        if (modSeq < forgottenUpTo) {
            return Optional.empty();
        }
        UidSet all = UidSet.EMPTY;
        for (Iterator<Removal> i = last.descendingIterator(); i.hasNext(); ) {
            Removal removal = i.next();
            if (removal.modSeq <= modSeq) {
                break;
            }
            all = all.union(removal.uids);
        }
        return Optional.of(all);
    }

    /** The removal that will be forgotten for the next one, if there is one. */
    public Optional<Removal> nextToForget() {
        return last.size() < StoreLimits.REMEMBERED_REMOVALS ? Optional.empty() : Optional.of(last.getFirst());
    }

    public long forgottenUpTo() {
        return forgottenUpTo;
    }
}
