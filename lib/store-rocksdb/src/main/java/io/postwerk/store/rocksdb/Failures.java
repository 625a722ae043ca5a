package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Committer;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.StoreFailed;

/** Failures of the engine as those of the store. */
final class Failures {
    /** There is room, and it is reserved for others than new messages. */
    static final StoreFailed ALMOST_FULL = new StoreFailed("the disk is almost full", true);

    private Failures() {}

    static StoreException of(DatabaseException e) {
        return new StoreException(String.valueOf(e.getMessage()), e, e.isFull());
    }

    static StoreFailed of(Committer.Failure failure) {
        return new StoreFailed(failure.reason(), failure.full());
    }

    /** @throws StoreException always */
    @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"
    }) // It stands where an answer of any type is wanted.
    static <T> T raise(Committer.Failure failure) {
        throw new StoreException(failure.reason(), null, failure.full());
    }
}
