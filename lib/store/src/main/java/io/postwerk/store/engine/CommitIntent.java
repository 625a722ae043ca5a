package io.postwerk.store.engine;

import java.util.Optional;

/**
 * A change that somebody wants. It is given to the committer as an intent, not as finished records, because only the
 * committer, which sees all changes one after the other, can give out UIDs and mod-sequences.
 *
 * @param <B> the batch of the engine
 * @param <R> what comes of it
 */
@FunctionalInterface
public interface CommitIntent<B, R> {
    /**
     * Works out the change and adds it to the batch, or adds nothing and answers why not.
     *
     * @return the answer, to be given once the batch is durable (also a refusal, since it may rest on other changes of the
     *     batch); or empty if this must see what the batch changes already, and so has to come first in the next one
     * @throws Exception if it cannot be done; nothing of it may be left in the batch then
     */
    Optional<R> stage(B batch) throws Exception;
}
