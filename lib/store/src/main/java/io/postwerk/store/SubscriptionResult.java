package io.postwerk.store;

/** What became of a change of subscriptions. */
public sealed interface SubscriptionResult permits SubscriptionResult.Done, LimitReached, StoreFailed {
    /** @param changed false if it was so already */
    record Done(boolean changed) implements SubscriptionResult {}
}
