package io.postwerk.store.engine;

/**
 * What a {@link Committer} writes to. All methods are called by the committer's thread.
 *
 * @param <B> what collects the changes that become durable together
 */
public interface CommitLog<B> {
    /** A new, empty batch. */
    B begin();

    /** How many octets the batch has by now, about. */
    long octets(B batch);

    /**
     * Makes all changes of the batch durable, or fails.
     *
     * @throws Exception whatever went wrong; how much of the batch will be there after a restart is not known then
     */
    void commit(B batch) throws Exception;

    /** Lets readers see what {@link #commit} has made durable. */
    void publish(B batch);
}
