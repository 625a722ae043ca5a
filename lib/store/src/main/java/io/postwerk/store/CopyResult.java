package io.postwerk.store;

import java.util.List;

/** What became of a copy or a move. It is done for all messages or for none. */
public sealed interface CopyResult permits CopyResult.Copied, OverQuota, NoSuchFolder, LimitReached, StoreFailed {
    /**
     * Done for every message of the request that was there.
     *
     * @param uidValidity of the target
     * @param uids which message became which, in ascending order on both sides; empty if none was there
     */
    record Copied(long uidValidity, List<Pair> uids) implements CopyResult {
        public Copied {
            uids = List.copyOf(uids);
        }
    }

    /** The UID of a message in the source, and that of its copy in the target. */
    record Pair(long source, long target) {}
}
