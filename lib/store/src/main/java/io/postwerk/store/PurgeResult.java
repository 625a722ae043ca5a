package io.postwerk.store;

/** What became of a purge. */
public sealed interface PurgeResult permits PurgeResult.Purged, StoreFailed {
    /**
     * Nothing is left of the mailbox.
     *
     * @param anything whether there was something to remove, be it what an earlier purge had left over
     */
    record Purged(boolean anything) implements PurgeResult {}
}
