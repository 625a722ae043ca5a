package io.postwerk.store.engine;

/** Sees a committer at work, on its thread: for metrics, and for tests of what happens before what. */
public interface CommitListener {
    CommitListener NONE = new CommitListener() {};

    /**
     * A batch is complete and about to be made durable.
     *
     * @throws Exception counts as a failure to make it durable
     */
    default void beforeSync(int intents) throws Exception {}

    /** The batch is durable; nobody has been told yet. */
    default void afterSync(int intents) {}
}
