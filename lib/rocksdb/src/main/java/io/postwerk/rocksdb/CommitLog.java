package io.postwerk.rocksdb;

import java.util.Optional;

/**
 * What a committer writes to. All methods are called by the committer's thread.
 *
 * @param <B> the batch
 */
public interface CommitLog<B> {
    /** What {@link #commit} did with the disk. */
    enum Written {
        /** The batch holds no change: the disk was not touched, and nothing is known of it. */
        NOTHING,
        WRITTEN,
        SYNCED
    }

    /** A new, empty batch. */
    B begin();

    /** How many octets the batch has by now, about. It grows with everything that is added to it. */
    long octets(B batch);

    /**
     * Writes all changes of the batch, or fails.
     *
     * @throws Exception {@link DatabaseException#isFull} if nothing of the batch was written for lack of room;
     *     otherwise it is not known how much of it will be there after a restart
     */
    Written commit(B batch) throws Exception;

    /** Lets readers see what {@link #commit} has written. */
    void publish(B batch);

    /** Forgets the batch: in memory everything is as before {@link #begin}. */
    void rollback(B batch);

    /** Tries whether the disk can be written, and changes nothing. */
    void probe() throws Exception;

    /**
     * A change that is to be made. It is given to the committer as an intent, not as finished records, because only the
     * committer, which sees all changes one after the other, can give out UIDs and mod-sequences.
     *
     * @param <B> the batch
     * @param <R> what comes of it
     */
    @FunctionalInterface
    interface Intent<B, R> {
        /**
         * Works out the change and adds it to the batch, or adds nothing and answers why not.
         *
         * @return the answer, to be given once the batch is durable (also a refusal, since it may rest on other changes
         *     of the batch); or empty if this must see what the batch changes already, and so has to come first in the
         *     next one
         * @throws Exception if it cannot be done
         */
        Optional<R> stage(B batch) throws Exception;
    }
}
