package io.postwerk.smtpserver.queue;

/** Hears of each batch that the queue's committer has written or failed to write. Called on its thread: must be quick. */
public interface CommitObserver {
    /**
     * A batch is in the queue.
     *
     * @param changes how many it held
     * @param synced whether it was synced
     * @param nanos how long writing took, with the sync
     */
    void written(int changes, boolean synced, long nanos);

    /** A batch is not in the queue. */
    void failed(int changes, Throwable cause);
}
