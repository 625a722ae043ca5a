package io.postwerk.store;

/** What became of an expunge. */
public sealed interface ExpungeResult permits ExpungeResult.Expunged, NoSuchFolder, StoreFailed {
    /** @param uids the messages that were there and are gone */
    record Expunged(UidSet uids) implements ExpungeResult {}
}
