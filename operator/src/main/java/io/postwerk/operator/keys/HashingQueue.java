package io.postwerk.operator.keys;

import java.util.List;

/** Runs expensive work some time later, a few pieces at a time. */
@FunctionalInterface
public interface HashingQueue {
    /** Takes a batch. The pieces of a later batch go before those of an earlier one: a changed password does not wait for a bulk of new users. */
    void add(List<Runnable> batch);
}
