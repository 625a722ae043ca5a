package io.postwerk.imapserver.lmtp;

import io.postwerk.store.StoreResult.AppendResult;

/** Is told what became of each delivery, for counters. Called by many threads; must be quick. */
@FunctionalInterface
public interface DeliveryObserver {
    void observe(AppendResult result);

    /** For servers that count nothing. */
    static DeliveryObserver none() {
        return result -> {};
    }
}
