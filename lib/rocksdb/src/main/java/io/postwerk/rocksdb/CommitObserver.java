package io.postwerk.rocksdb;

/**
 * Sees a committer at work, on its thread: for metrics, and for tests of what happens before what. What an observer throws
 * is logged and has no effect, except in {@link #beforeCommit}.
 */
public interface CommitObserver {
    CommitObserver NONE = new CommitObserver() {};

    /**
     * A batch is complete and about to be written.
     *
     * @param changes how many it holds
     * @throws Exception counts as a failure to write it
     */
    default void beforeCommit(int changes) throws Exception {}

    /**
     * A batch is written; nobody has been told yet. Not called for a batch that holds no change.
     *
     * @param synced whether it was synced
     * @param nanos how long writing took, with the sync
     */
    default void committed(int changes, boolean synced, long nanos) {}

    /** A batch is not written. */
    default void failed(int changes, Throwable cause) {}

    /** After a failure for lack of room the disk can be written again. */
    default void recovered() {}
}
